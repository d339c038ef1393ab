// state.mjs seal FOLDER FILE: puts the state folder into one encrypted file, for the cache or the artefacts of a CI platform.
// state.mjs open FILE FOLDER: the other way. A file that is missing is said, and no error: the first run has none.
// The state names people, and caches can be read by jobs of other branches. ADSYNC_STATE_KEY is a secret of at least 16
// characters (openssl rand -hex 32). A file that was altered, or sealed with another key, is refused.
import { spawnSync } from 'node:child_process';
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const [salted, nonce, tag] = [16, 12, 16];
const most = 512 * 1024 * 1024;

function fail(...sentences) {
  console.error(sentences.join('\n  '));
  process.exit(1);
}

function keyOf(salt) {
  const secret = process.env.ADSYNC_STATE_KEY ?? '';
  if (secret.length < 16)
    fail('ADSYNC_STATE_KEY is missing or too short.', 'Set it to a long random text: openssl rand -hex 32');
  return scryptSync(secret, salt, 32);
}

function tar(args, input) {
  const { status, stdout, stderr, error } = spawnSync('tar', args, { input, maxBuffer: most });
  if (status !== 0) fail(`tar could not do it: ${error?.message ?? String(stderr)}`);
  return stdout;
}

function seal(folder, file) {
  if (!existsSync(folder)) return console.log('There is no state folder: nothing to keep.');
  const [salt, iv] = [randomBytes(salted), randomBytes(nonce)];
  const cipher = createCipheriv('aes-256-gcm', keyOf(salt), iv);
  // Locks are of processes that are gone with their machine.
  const sealed = [cipher.update(tar(['-C', folder, '--exclude=./locks', '-czf', '-', '.'])), cipher.final()];
  writeFileSync(file, Buffer.concat([salt, iv, cipher.getAuthTag(), ...sealed]), { mode: 0o600 });
  console.log('The state folder was sealed.');
}

function open(file, folder) {
  if (!existsSync(file))
    return console.log('There is no state yet: limits count from now on, and approvals in the file count as unused.');
  const bytes = readFileSync(file);
  const at = salted + nonce;
  const decipher = createDecipheriv('aes-256-gcm', keyOf(bytes.subarray(0, salted)), bytes.subarray(salted, at), {
    authTagLength: tag,
  });
  let packed;
  try {
    decipher.setAuthTag(bytes.subarray(at, at + tag));
    packed = Buffer.concat([decipher.update(bytes.subarray(at + tag)), decipher.final()]);
  } catch {
    fail(
      'The state was altered, or sealed with another ADSYNC_STATE_KEY.',
      'Delete it from the cache to begin anew: limits and used approvals of earlier runs are forgotten then.',
    );
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  tar(['-C', folder, '--no-same-owner', '-xzf', '-'], packed);
  console.log('The state folder was opened.');
}

const [verb, from, to] = process.argv.slice(2);
if (verb === 'seal') seal(from, to);
else if (verb === 'open') open(from, to);
else fail('Say: state.mjs seal FOLDER FILE, or state.mjs open FILE FOLDER');
