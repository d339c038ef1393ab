import { afterEach, describe, expect, test } from '@jest/globals';
import type { GraphUser } from '../../../src/sandbox/graph/index.ts';
import { addGroup, addUsers, guid, newTenant } from '../../sandbox/graph/world.ts';
import { failureOf } from '../failure-of.ts';
import { closeAll, type Lab, newLab } from './fixture.ts';

afterEach(closeAll);

/** Ada in Inner, which stands in Staff. */
function staff(ada: Partial<GraphUser> = {}) {
  const tenant = newTenant();
  addGroup(tenant, 901, 'Inner', addUsers(tenant, 1));
  addGroup(tenant, 900, 'Staff', [guid(901)]);
  Object.assign(tenant.users[0] ?? {}, ada);
  return tenant;
}

async function carriedBy(ada: Partial<GraphUser>, name: string): Promise<unknown> {
  const reading = await (await newLab(staff(ada))).read(['Staff'], { attributes: [name] });
  const [person] = reading.people.values();
  return person?.attributes?.[name] ?? person?.unread;
}

test.each<[string, Partial<GraphUser>, unknown]>([
  ['givenName', { givenName: 'Ada' }, 'Ada'],
  ['surname', { surname: 'Lovelace' }, 'Lovelace'],
  ['employeeId', { employeeId: '7' }, '7'],
  ['employeeNumber', { employeeId: '7' }, '7'],
  ['jobTitle', { jobTitle: 'Countess' }, 'Countess'],
  ['companyName', { companyName: 'Engines Ltd' }, 'Engines Ltd'],
  ['officeLocation', { officeLocation: 'London' }, 'London'],
  ['costCenter', { employeeOrgData: { costCenter: 'CC-1', division: 'North' } }, 'CC-1'],
  ['division', { employeeOrgData: { costCenter: 'CC-1', division: 'North' } }, 'North'],
  ['extensionAttribute1', { onPremisesExtensionAttributes: { extensionAttribute1: 'one' } }, 'one'],
  ['ExtensionAttribute15', { onPremisesExtensionAttributes: { extensionAttribute15: 'last' } }, 'last'],
  ['businessPhones', { businessPhones: ['2', '1'] }, '2'],
  // What is no text is not read.
  ['onPremisesSyncEnabled', { onPremisesSyncEnabled: true }, ['onPremisesSyncEnabled']],
  ['employeeOrgData', { employeeOrgData: { costCenter: 'CC-1' } }, ['employeeOrgData']],
])('%s', async (name, ada, expected) => {
  expect(await carriedBy(ada, name)).toEqual(expected);
});

/** Every question about members, as what follows the group. */
function selects({ sandbox }: Lab): string[] {
  return sandbox.log.flatMap(({ path, query }) => {
    const [, cast] = /\/members(\S*)/.exec(path) ?? [];
    return cast === undefined ? [] : [`${cast}?${new URLSearchParams(query).toString().replaceAll('%2C', ',')}`];
  });
}

const PLAIN = 'id,displayName,mail,userPrincipalName,accountEnabled,userType,visibility';

describe('the questions to Graph', () => {
  test('are the same as ever where no attributes are wanted', async () => {
    const lab = await newLab(staff());

    await lab.read(['Staff']);

    expect(selects(lab)).toEqual(Array(2).fill(`?%24select=${PLAIN}&%24count=true&%24top=999`));
  });

  test('ask for each property once, on every level', async () => {
    const lab = await newLab(staff({ department: 'Engines' }));

    await lab.read(['Staff'], { attributes: ['department', 'costCenter', 'division', 'mail'] });

    const select = `${PLAIN},department,employeeOrgData`;
    expect(selects(lab)).toEqual(Array(2).fill(`?%24select=${select}&%24count=true&%24top=999`));
  });

  test('ask for them in lists of one type as well', async () => {
    const tenant = staff({ department: 'Engines' });
    tenant.servicePrincipals.push({ id: guid(700), displayName: 'App', accountEnabled: true });
    tenant.groups[0]?.members.push(guid(700));
    const path = '/groups/[^/]*/members\\?';
    const lab = await newLab(tenant, { faults: [{ kind: 'wrongCount', path }] });

    const reading = await lab.read(['Inner'], { attributes: ['department'] });

    expect([...reading.people.values()].map(({ attributes }) => attributes)).toEqual([{ department: 'Engines' }]);
    expect(selects(lab)).toContainEqual(expect.stringMatching(/^\/microsoft.graph.user.*,department&/));
  });
});

describe('an attribute that Graph refuses', () => {
  test.each([
    [['departement'], '"departement"'],
    [['department', 'costcentre', 'surname', 'aboutMe'], '"costcentre", "aboutMe"'],
    [['extensionAttribute16'], '"extensionAttribute16"'],
    [['Department'], '"Department"'],
  ])('%j ends the reading and is named', async (attributes, named) => {
    const lab = await newLab(staff({ department: 'Engines' }));

    const failure = await failureOf(lab.read(['Staff'], { attributes }));

    expect(failure.code).toBe('ENTRA_ATTRIBUTE_REFUSED');
    expect(failure.message).toContain(
      `Microsoft Entra ID gives nobody's ${named}: Microsoft Graph refused the request`,
    );
    expect(failure.advice).toContain('extensionAttribute1 to extensionAttribute15');
  });

  test('is found as well where Graph asks for a permission', async () => {
    const lab = await newLab(staff(), { faults: [{ kind: 'forbidden', path: 'department' }] });

    const failure = await failureOf(lab.read(['Staff'], { attributes: ['surname', 'department'] }));

    expect(failure.code).toBe('ENTRA_ATTRIBUTE_REFUSED');
    expect(failure.message).toContain('"department": the application may not read it');
  });

  test('is not blamed for what is refused without it, too', async () => {
    const lab = await newLab(staff(), { faults: [{ kind: 'forbidden', path: '/members' }] });

    const failure = await failureOf(lab.read(['Staff'], { attributes: ['department'] }));

    expect(failure.code).toBe('ENTRA_PERMISSION_MISSING');
  });

  test('is not blamed for what each attribute alone is not refused for', async () => {
    const lab = await newLab(staff(), { faults: [{ kind: 'forbidden', path: 'visibility' }] });

    const failure = await failureOf(lab.read(['Staff'], { attributes: ['department'] }));

    expect(failure.code).toBe('ENTRA_PERMISSION_MISSING');
  });
});
