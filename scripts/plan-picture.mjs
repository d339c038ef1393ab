import { terminalSvg } from './terminal-svg.mjs';

const GROUPS = ['Technicians/Helpdesk/Tier 1', 'Technicians/Helpdesk/Tier 2', 'Not in the directory'];

/**
 * The picture of the example's plan: its head, some of its groups, its last line. `[…]` stands for what is left out.
 *
 * @param output what `adsync plan` prints in colour, on copies of the example
 * @param folder where these copies are: no picture names it
 */
export function planPicture(output, folder, width) {
  const blocks = output.trimEnd().replaceAll(`${folder}/`, '').split('\n\n');
  const plain = blocks.map((block) => block.replaceAll(/\u001b\[\d+m/g, ''));
  const isShown = (index) =>
    index === 0 || index === blocks.length - 1 || GROUPS.some((group) => plain[index].startsWith(`${group} ·`));
  const shown = blocks.flatMap((block, index) => {
    if (isShown(index)) return [block];
    return isShown(index - 1) ? ['[…]'] : [];
  });
  const lines = ['$ adsync plan', ...shown.join('\n\n').split('\n')];
  return terminalSvg(lines, 'What adsync plan shows for the example', width);
}
