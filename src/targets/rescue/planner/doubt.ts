/** A reason to look that is no reason to act. */
export interface Doubt {
  /**
   * - adoption: an unlinked user was found by an address, outside the mapping's own groups, or would be enabled by it
   * - takeover: the user is linked to somebody who is gone, and would pass to another person
   * - link: the link stands where no mapping rules, or does not bind this user
   * - capture: the group is a populated one of the account that is not linked to the directory group yet
   * - undo: an undo gives rights back, and nobody has looked at the directory
   */
  readonly kind: 'adoption' | 'takeover' | 'link' | 'capture' | 'undo';
  /** Both sides, in a sentence. */
  readonly text: string;
}
