/** The little of GitHub's expressions that the recipes use: names, texts, `==`, `!=`, `&&` and the functions of a state. */
export interface Scope {
  /** `github.base_ref` → its text. A name that is not there is empty, as on GitHub. */
  readonly values: Readonly<Record<string, string>>;
  /** Names that have to be in `values`: a misspelt one must not pass for an empty text. */
  readonly isKnown: (name: string) => boolean;
  readonly failed: boolean;
}

/** @throws Error for what it does not know */
export function valueOf(expression: string, { values, isKnown }: Scope): string {
  const text = expression.trim();
  const quoted = /^'([^']*)'$/.exec(text)?.[1];
  if (quoted !== undefined) return quoted;
  if (!/^[a-z]+(?:\.[\w-]+)+$/i.test(text) || !isKnown(text)) throw new Error(`unknown expression: ${text}`);
  return values[text] ?? '';
}

/** A text with its `${{ … }}` filled in. */
export function filledIn(text: string, scope: Scope): string {
  return text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => valueOf(expression, scope));
}

/** Whether something is run. Without a function of the state it is not, once something failed. */
export function holds(condition: string, scope: Scope): boolean {
  const terms = condition
    .replace(/^\$\{\{(.*)\}\}$/s, '$1')
    .split('&&')
    .map((term) => term.trim())
    .filter(Boolean);
  const isOfState = terms.some((term) => /^(?:!cancelled|always|failure|success)\(\)$/.test(term));
  return (isOfState || !scope.failed) && terms.every((term) => isTrue(term, scope));
}

function isTrue(term: string, scope: Scope): boolean {
  if (term === '!cancelled()' || term === 'always()') return true;
  const [, left = '', sign = '', right = ''] = /^(.+?)\s*(==|!=)\s*(.+)$/.exec(term) ?? [];
  if (sign === '') throw new Error(`unknown condition: ${term}`);
  return (valueOf(left, scope) === valueOf(right, scope)) === (sign === '==');
}
