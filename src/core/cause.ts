/**
 * What has caused a change or a notice of a plan that is compared with a base (plan/cause.ts):
 *
 * - pullRequest  the change of the file, or nobody can tell that it was not
 * - directory    the directory: the account still is as adsync left it
 * - account      somebody changed the account by hand since adsync last wrote there
 * - unknown      not the change of the file; which of the two it was cannot be told
 */
export type Cause = 'pullRequest' | 'directory' | 'account' | 'unknown';
