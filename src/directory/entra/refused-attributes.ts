import type { DirectoryGroupId } from '../../core/people.ts';
import type { AskedProperty } from './attributes.ts';
import { attributesRefused } from './failures.ts';
import type { Graph } from './graph.ts';
import { GraphProblem } from './graph-problem.ts';
import { firstMember } from './graph-queries.ts';

interface Asking {
  readonly graph: Graph;
  readonly asked: readonly AskedProperty[];
}

/**
 * Finds out whether Graph refused the members of a group because of an attribute. Such an answer looks like many others,
 * and Microsoft changes its words. So the question is asked without attributes, and with each of them alone.
 *
 * @throws Failure ENTRA_ATTRIBUTE_REFUSED
 */
export async function refuseAttributes({ graph, asked }: Asking, group: DirectoryGroupId): Promise<void> {
  if (asked.length === 0) return;
  const [bare, ...answers] = await graph.getMany([
    firstMember(group, []),
    ...asked.map((one) => firstMember(group, [one])),
  ]);
  if (bare instanceof GraphProblem) return;
  const guilty = asked.flatMap(({ name }, index) => {
    const problem = answers[index];
    return problem instanceof GraphProblem && problem.kind !== 'trouble' ? [{ name, problem }] : [];
  });
  const [first] = guilty;
  if (first === undefined) return;
  throw attributesRefused(
    guilty.map(({ name }) => name),
    first.problem,
  );
}
