import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '../../src/core/identity.ts';
import { codes, planOf, settingsOf } from '../core/builders.ts';
import { carryOut } from './in-memory.ts';
import { type RandomWorld, randomWorld } from './world.ts';

const RUNS = { numRuns: 400, seed: 20260131 };

function settingsFor({ mappings, settings }: RandomWorld): ReturnType<typeof settingsOf> {
  return settingsOf(mappings, settings);
}

test('after a plan is carried out nothing is left to do, and every step on the way is legal', () => {
  fc.assert(
    fc.property(randomWorld, (world) => {
      const first = planOf(settingsFor(world), world.reading, world.account).plan;

      const after = carryOut(first, world.account);
      const second = planOf(settingsFor(world), world.reading, after).plan;

      expect(second.changes).toEqual([]);
    }),
    RUNS,
  );
});

test('nobody protected is touched, and nobody but technicians', () => {
  fc.assert(
    fc.property(randomWorld, (world) => {
      const { plan } = planOf(settingsFor(world), world.reading, world.account);

      const touched = plan.changes.flatMap(({ node }) => node ?? []);
      const users = world.account.reading.users.filter(({ id }) => touched.includes(id));
      const protectedEmails = [...(world.settings.protect ?? []), world.account.reading.self.email].map(fold);
      expect(users.filter(({ email }) => protectedEmails.includes(fold(email)))).toEqual([]);
      expect(users.filter(({ id }) => world.account.details.get(id)?.accountHolder === true)).toEqual([]);
      expect(users.filter(({ role }) => role !== 'technician')).toEqual([]);
    }),
    RUNS,
  );
});

test('a half-read directory leads to no move, and to no disable but of people read as disabled', () => {
  fc.assert(
    fc.property(randomWorld, fc.nat(), (world, pick) => {
      const missing = pick % world.mappings.length;
      const roots = world.reading.roots.map((root, index) =>
        index === missing ? { kind: 'incomplete' as const, group: null, code: 'GROUP_NOT_FOUND', text: 'gone' } : root,
      );
      const reading = { ...world.reading, kind: 'partial' as const, roots };

      const { plan } = planOf(settingsFor(world), reading, world.account);

      const later = new Set(world.mappings.slice(missing).map(({ line }) => line));
      const moves = plan.changes.filter(({ operations }) => operations.includes('move'));
      const disables = plan.changes.filter(({ operations }) => operations.includes('disable'));
      expect(moves.filter(({ reason }) => reason.line === null || later.has(reason.line))).toEqual([]);
      expect(disables.filter(({ reason }) => !/^PERSON_/.test(reason.code))).toEqual([]);
      expect(codes(plan)).toContain('GROUP_NOT_FOUND');
    }),
    RUNS,
  );
});

test('change ids are unique, and stable for the same situation', () => {
  fc.assert(
    fc.property(randomWorld, (world) => {
      const one = planOf(settingsFor(world), world.reading, world.account).plan;
      const two = planOf(settingsFor(world), world.reading, world.account).plan;

      const ids = one.changes.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(two).toEqual(one);
    }),
    RUNS,
  );
});
