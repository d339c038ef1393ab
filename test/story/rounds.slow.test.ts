import { describe } from '@jest/globals';
import { SHORT } from './chapters.ts';
import { fileDirectory } from './file-directory.ts';
import { openStage } from './stage.ts';
import { storyTests } from './story-tests.ts';

/** The story of rounds.ad.test.ts in short, for whoever has no Samba. */

describe('adsync run, from an export of the directory', () => {
  storyTests(() => openStage(fileDirectory()), SHORT);
});
