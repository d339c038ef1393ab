import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * The absolute path of a program, from the folders of PATH; null where it is in none. A folder that is relative is passed
 * over, and so is the working folder, in which Windows looks first: what lies there may have come with a pull request.
 *
 * @param env where PATH and, on Windows, PATHEXT stand
 */
export async function findProgram(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): Promise<string | null> {
  const path = Object.entries(env).find(([key]) => key.toUpperCase() === 'PATH')?.[1] ?? '';
  const file = platform === 'win32' ? `${name}.exe` : name;
  for (const folder of path.split(delimiter).filter((one) => isAbsolute(one))) {
    const full = join(folder, file);
    if (await isProgram(full)) return full;
  }
  return null;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
