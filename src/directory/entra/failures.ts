import { Failure } from '../../core/failure.ts';
import type { GraphProblem } from './graph-problem.ts';

const GRANT =
  'among the application permissions of the app registration (API permissions, Microsoft Graph) and give admin consent; a new token knows it after a few minutes.';

/** The least permissions for reading each kind of object. */
const NEEDS = {
  groups: 'GroupMember.Read.All',
  members: 'GroupMember.Read.All and User.Read.All',
  people: 'User.Read.All',
} as const;

/** Graph refuses to show any of these objects. */
export function forbidden(what: keyof typeof NEEDS, problem: GraphProblem): Failure {
  return new Failure(
    'ENTRA_PERMISSION_MISSING',
    `The application may not read ${what} in Microsoft Entra ID: ${problem.message}.`,
    `Grant ${NEEDS[what]} ${GRANT}`,
    { cause: problem },
  );
}

/** Graph shows the people, but nothing about them. */
export function nothingShown(group: string): Failure {
  return new Failure(
    'ENTRA_PERMISSION_MISSING',
    `Microsoft Graph lists the members of "${group}" without name, address and status: the application may not read people.`,
    `Grant ${NEEDS.people} ${GRANT}`,
  );
}

/** Graph does not take questions about these attributes of people. */
export function attributesRefused(names: readonly string[], problem: GraphProblem): Failure {
  const quoted = names.map((name) => `"${name}"`).join(', ');
  return new Failure(
    'ENTRA_ATTRIBUTE_REFUSED',
    `Microsoft Entra ID gives nobody's ${quoted}: ${problem.message}.`,
    'Correct the name: a property of users in Microsoft Graph as it is spelt there (department, employeeId, jobTitle, …), costCenter, division, or extensionAttribute1 to extensionAttribute15. Some properties need a permission of their own.',
    { cause: problem },
  );
}

/** No usable answer came, however often it was asked for. */
export function unavailable(problem: GraphProblem): Failure {
  return new Failure(
    'ENTRA_UNAVAILABLE',
    `Microsoft Graph gives no usable answers: ${problem.message}.`,
    'Nothing was concluded from what had been read. Try again later; if it stays so, check the network, the firewall and the proxy of this machine.',
    { cause: problem },
  );
}
