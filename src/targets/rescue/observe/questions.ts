import { type Answered, answersFrom, type Question } from '../../../core/observation.ts';
import * as form from './detect-form.ts';
import * as nodes from './detect-nodes.ts';
import * as words from './detect-words.ts';
import type { Seen } from './seen.ts';
import { UNREAD } from './unread.ts';

/** The questions that reading can answer, with what answers them. */
export const QUESTIONS: readonly Question<Seen>[] = [
  { id: 'formBody', question: 'Does the service take parameters in the body of a POST?', tell: form.formBody },
  { id: 'charset', question: 'In which encoding do answers come?', tell: form.charset },
  { id: 'framing', question: 'How does HTTP say where an answer ends?', tell: form.framing },
  { id: 'lineEnd', question: 'How do lines end?', tell: form.lineEnd },
  { id: 'blankAfterColon', question: 'Does a blank stand behind the colon of a field?', tell: form.blankAfterColon },
  { id: 'layout', question: 'Do single records have one field a line?', tell: form.layout },
  { id: 'treeEnd', question: 'Does the tree end with a line break?', tell: form.treeEnd },
  { id: 'lineBreaksInValues', question: 'How does a line break inside a value come?', tell: form.lineBreaksInValues },
  { id: 'accountFields', question: 'Which fields has getAccount?', tell: form.accountFields },
  { id: 'treeFields', question: 'Which fields has a node of the tree?', tell: form.treeFields },
  { id: 'userFields', question: 'Which fields has getUser_v3?', tell: form.userFields },
  { id: 'groupFields', question: 'Which fields has getGroup_v2?', tell: form.groupFields },
  { id: 'dateHeader', question: 'Do answers have a Date header?', tell: form.dateHeader },
  { id: 'rootListed', question: 'Is the node above the three root categories listed?', tell: nodes.rootListed },
  { id: 'nodeNumbers', question: 'Do numbers of nodes fit into 32 bits?', tell: nodes.nodeNumbers },
  { id: 'types', question: 'Which types of nodes are there?', tell: nodes.types },
  { id: 'statuses', question: 'Which statuses are there?', tell: nodes.statuses },
  { id: 'links', question: 'Are there links of administrators to other groups?', tell: nodes.links },
  { id: 'nodeAlone', question: 'Does one node of the tree come with what stands in it?', tell: nodes.nodeAlone },
  { id: 'severalNodes', question: 'Does an address stand at several nodes?', tell: nodes.severalNodes },
  {
    id: 'longestName',
    question: 'How long is the longest name? (nameMaxLength is at least that)',
    tell: nodes.longestName,
  },
  {
    id: 'longestDescription',
    question: 'How long is the longest description? (descriptionMaxLength is at least that)',
    tell: nodes.longestDescription,
  },
  { id: 'strictAliases', question: 'Which spelling of node and nodeID counts?', tell: words.strictAliases },
  { id: 'goneUserWord', question: 'What is answered for a user who is not there?', tell: words.goneUserWord },
  { id: 'errorNode', question: 'Is there a node for which the answer is ERROR?', tell: words.errorNode },
  { id: 'pollLimit', question: 'Does the service ask for fewer requests?', tell: words.pollLimit },
  {
    id: 'hiddenPermission',
    question: 'Does getGroup_v2 show the permission ConnectOnLan?',
    tell: words.hiddenPermission,
  },
  { id: 'listEnd', question: 'Do lists of permissions end with a comma?', tell: words.listEnd },
  { id: 'self', question: 'Does getAccount say whose credentials are used?', tell: words.self },
  { id: 'addressLookup', question: 'Does getUser_v3 find a user by address?', tell: words.addressLookup },
  { id: 'addressCase', question: 'Does it find the address in capitals?', tell: words.addressCase },
  { id: 'addressWord', question: 'What is answered for an address that nobody has?', tell: words.addressWord },
  { id: 'addressOfSeveral', question: 'Which node is found by an address of several?', tell: words.addressOfSeveral },
];

/** One answer for each open question; those that reading cannot answer say why. PURE */
export function answersTo(seen: Seen): readonly Answered[] {
  return answersFrom(seen, QUESTIONS, UNREAD);
}
