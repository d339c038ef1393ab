import type { DirectoryReading, Person, PersonId } from '../../../core/people.ts';
import { fold } from '../../../core/text.ts';
import { type ExpectedValue, type Step, step } from '../../../plan/explain/chain.ts';
import type { GotoSettings } from '../settings.ts';
import type { Claim, Claims } from './claims.ts';
import { type Ground, wishOf } from './decide.ts';
import type { Address } from './identity.ts';
import { given } from './reasons.ts';

/** One step for each rule of the file: whether it has the person, and why it does not where it does not. */
export function ruleSteps(id: PersonId, { rules, of }: Claims, reading: DirectoryReading): Step[] {
  const own = of.get(id) ?? [];
  return rules.map((read, index) => {
    const { line } = read.rule;
    const claim = own.find(({ by }) => by === read);
    const head = `rule ${read.number}, ${read.rule.directoryGroup.trim()}`;
    if (claim !== undefined) {
      const text = claim === own[0] && own.length > 1 ? 'has them, and is the strongest that does' : 'has them';
      return step('GIVES', `${head}: ${text}`, { line, path: claim.path });
    }
    const root = reading.roots[index];
    if (root?.kind === 'incomplete') {
      return step('NOT_READ', `${head}: may have them, for it was not read to the end: ${root.text}`, { line });
    }
    return step('NO_MEMBER', `${head}: they are no member, nor in a group inside`, { line });
  });
}

/** One step for each rule of the file that has expired. */
export function expiredSteps({ expired = [] }: Pick<GotoSettings, 'expired'>): Step[] {
  return expired.map(({ number, directoryGroup, expires, line }) => {
    const text = `rule ${number ?? ''}, ${directoryGroup.trim()}: has nobody any more, for its last day was ${expires ?? ''}`;
    return step('EXPIRED', text, { line });
  });
}

/** What the rules give, each value with its rule. */
export function valueSteps(own: readonly Claim[], ground: Ground): Step[] {
  const [first] = own;
  if (first === undefined) return [];
  const { why } = wishOf(first, own, ground);
  const single = [
    ['role', why.role],
    ['user group', why.userGroup],
    ['language, of a new user', why.language],
  ] as const;
  return [
    ...[...why.products].map(([name, claim]) => valueStep(`product ${given(name, claim).text}`, claim)),
    ...single.flatMap(([name, reason]) =>
      reason === null ? [] : [step('VALUE', `${name}: ${reason.text}`, { line: reason.line, path: reason.path })],
    ),
    ...(why.products.size === 0 && why.role === null ? [step('VALUE', 'no product and no role')] : []),
  ];
}

function valueStep(text: string, { by, path }: Claim): Step {
  return step('VALUE', text, { line: by.rule.line, path });
}

/** The same as data, in the words of the file. */
export function expectedValues(own: readonly Claim[], ground: Ground): ExpectedValue[] {
  const [first] = own;
  if (first === undefined) return [];
  const { entitlements } = wishOf(first, own, ground);
  const { products, userGroup, language, role } = entitlements;
  const lineOf = (claim: Claim | null): number | null => claim?.by.rule.line ?? null;
  const names = [...products.keys()].sort();
  return [
    { field: 'products', value: names, line: lineOf(products.get(names[0] ?? '') ?? null) },
    ...(role === null ? [] : [{ field: 'role', value: roleWords(role.value), line: lineOf(role.claim) }]),
    ...(userGroup === null ? [] : [{ field: 'userGroup', value: userGroup.value, line: lineOf(userGroup.claim) }]),
    ...(language === null ? [] : [{ field: 'language', value: language.value, line: lineOf(language.claim) }]),
  ];
}

function roleWords(wish: NonNullable<ReturnType<typeof wishOf>['entitlements']['role']>['value']): string {
  return wish.kind === 'custom' ? wish.name : wish.kind;
}

/** The address by which a person is known. */
export function addressSteps({ mail }: Person, address: Address | undefined, shared: ReadonlySet<string>): Step[] {
  if (address === undefined || address.kind === 'none') {
    return [step('LOGIN_ID_MISSING', 'no e-mail address in the directory')];
  }
  if (address.kind === 'outside') {
    const text = `e-mail address ${mail ?? ''}: goto.domains does not have ${address.domain}`;
    return [step('LOGIN_ID_MISSING', text)];
  }
  if (address.kind === 'unusable') {
    return [step('LOGIN_ID_MISSING', `e-mail address "${address.address}" ${address.fault}`)];
  }
  if (shared.has(fold(address.address))) {
    return [step('LOGIN_ID_SHARED', `e-mail address ${address.address}, which others have, too`)];
  }
  return [step('LOGIN_ID', `e-mail address ${address.address}`)];
}
