const NAME = 'NODE_COMPILE_CACHE';
/** V8 keeps the names of JavaScript with their length before them. These only tell of the variable, and stay. */
const LENGTH = String.fromCharCode(NAME.length, 0, 0, 0);

/**
 * A Node that does not look at the variable NODE_COMPILE_CACHE. It names a folder with compiled code, which V8 runs in the
 * place of a source without comparing the two: whoever sets it could run any code with the rights and secrets of adsync.
 * Node has no option against that, so the name by which it asks for the variable becomes an empty one, which no variable has.
 *
 * @param {Buffer} program the binary of Node, for any platform
 * @throws Error when the name does not stand there exactly once
 */
export function withoutCompileCache(program) {
  const places = placesOf(program, `\0${NAME}\0`).map((at) => at + 1);
  const asked = places.filter((at) => program.toString('latin1', at - LENGTH.length, at) !== LENGTH);
  const [place] = asked;
  if (place === undefined || asked.length > 1)
    throw new Error(
      `This Node has the name ${NAME} ${asked.length} times, not once. Find out how it reads the variable now, and change scripts/without-compile-cache.mjs.`,
    );
  const deaf = Buffer.from(program);
  // Only the first letter: another text may share the rest.
  deaf[place] = 0;
  return deaf;
}

function placesOf(program, text) {
  const places = [];
  for (let at = program.indexOf(text, 0, 'latin1'); at !== -1; at = program.indexOf(text, at + 1, 'latin1'))
    places.push(at);
  return places;
}
