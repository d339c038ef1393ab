/** Letters as well: nobody says that keys stay numbers. What could leave its place in a path is none. */
const KEY = /^[A-Za-z0-9_-]{1,100}$/;

/** Whether a text can be a key of the account: of a user, a licence, a user group or a custom role. */
export function isKey(text: string): boolean {
  return KEY.test(text);
}
