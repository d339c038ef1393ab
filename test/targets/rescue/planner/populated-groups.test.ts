import { describe, test } from '@jest/globals';
import type { DirectoryLiteral } from './builders.ts';
import { type Case, check } from './cases.ts';

describe('a populated group of the account is not captured by a name', () => {
  const nested: DirectoryLiteral = { groups: { Helpdesk: ['@Tier 1'], 'Tier 1': ['ada'] } };
  const populated = { 'Technicians/Helpdesk/Tier 1': { vic: {} } };

  test.each<[string, Case]>([
    [
      'it is neither linked nor placed in, and nobody in it is disabled, without an approval',
      {
        name: '',
        directory: nested,
        account: populated,
        changes: [
          'held update group Technicians/Helpdesk/Tier 1 ADOPTED',
          'held create ada@corp.example in Technicians/Helpdesk/Tier 1 MEMBER_OF',
        ],
        notices: ['HELD'],
      },
    ],
    [
      'nor is anything made below it',
      {
        name: '',
        directory: { groups: { Helpdesk: ['@Tier 1'], 'Tier 1': ['@Night'], Night: ['ada'] } },
        account: populated,
        changes: [
          'held update group Technicians/Helpdesk/Tier 1 ADOPTED',
          'held create group Technicians/Helpdesk/Tier 1/Night MIRRORED',
          'held create ada@corp.example in Technicians/Helpdesk/Tier 1/Night MEMBER_OF',
        ],
        notices: ['HELD'],
      },
    ],
    [
      'an end that was read is carried out in it all the same',
      {
        name: '',
        directory: { ...nested, people: { ada: { state: 'disabled' } } },
        account: { 'Technicians/Helpdesk/Tier 1': { vic: {}, ada: { link: 'ada' } } },
        changes: [
          'held update group Technicians/Helpdesk/Tier 1 ADOPTED',
          'disable ada@corp.example in Technicians/Helpdesk/Tier 1 (status) PERSON_DISABLED',
        ],
        notices: ['HELD'],
      },
    ],
    [
      'an empty one is taken at once, and one in which nobody works any more',
      {
        name: '',
        directory: nested,
        account: { 'Technicians/Helpdesk/Tier 1': { vic: { enabled: false } } },
        changes: [
          'update group Technicians/Helpdesk/Tier 1 ADOPTED',
          'create ada@corp.example in Technicians/Helpdesk/Tier 1 MEMBER_OF',
        ],
        notices: ['GROUP_PERMISSIONS_UNSEEN'],
      },
    ],
  ])('%s', (_, world) => {
    check(world);
  });
});
