import { afterAll, beforeAll, describe } from '@jest/globals';
import { type Lab, startLab } from '../lab/lab.ts';
import { LONG } from './chapters.ts';
import { sambaDirectory } from './samba-directory.ts';
import { openStage } from './stage.ts';
import { storyTests } from './story-tests.ts';

/** `adsync run` for 30 rounds, from a real Active Directory, while people change and about half of the rounds meet a fault. */

const IP = '127.0.0.11';
let lab: Lab;

beforeAll(async () => {
  lab = await startLab('rounds', IP);
});

afterAll(() => lab.reset());

describe('adsync run, from Active Directory', () => {
  storyTests(async () => openStage(await sambaDirectory(lab, IP)), LONG);
});
