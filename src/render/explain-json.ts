import type { Person } from '../core/people.ts';
import type { Step } from '../plan/explain/chain.ts';
import type { Candidate, ExplainedIn, Explanation, PersonFacts } from '../plan/explain/explanation.ts';
import type { Plan } from '../plan/model.ts';
import { changeDocument } from './json.ts';

/** The number changes only when an old reader would misread the document. */
const FORMAT = 'adsync.explain/1';

/** What `explain --json` prints (`schemas/explain.schema.json`). */
export function explanationDocument(explanation: Explanation): object {
  const { kind, asked, plan } = explanation;
  const head = { format: FORMAT, asked, result: kind, file: plan.config.file, planId: plan.planId };
  const lost = plan.notices.filter(({ code }) => code === 'TARGET_LOST').map(({ text }) => text);
  if (kind === 'nobody') return { ...head, looked: explanation.looked, similar: explanation.similar, lost };
  if (kind === 'several') return { ...head, found: explanation.found.map(candidateDocument), lost };
  const { person, directory, targets } = explanation;
  return {
    ...head,
    person: person === null ? null : personDocument(person),
    directory: directory.map(stepDocument),
    targets: targets.map((one) => targetDocument(one, plan)),
    lost,
  };
}

function candidateDocument({ id, person, users }: Candidate): object {
  const theirs = users.map(({ target, user: { node, name, email } }) => ({ target, node, name, email }));
  return { id, ...namesOf(person), state: person?.state ?? null, users: theirs };
}

function namesOf(person: Person | null): object {
  const { name = null, mail = null, upn = null, label = null } = person ?? {};
  return { name, mail, upn, label };
}

function personDocument({ id, person, state, isMapped, groups }: PersonFacts): object {
  const list = groups.map(({ id: group, name, label }) => ({ id: group, name, label }));
  return { id, ...namesOf(person), state, isMapped, groups: list };
}

function targetDocument({ target, users, steps, placement, expected, decision }: ExplainedIn, plan: Plan): object {
  const own = new Set(decision.changes);
  return {
    target,
    users: users.map(({ node, name, email, group, person }) => ({ node, name, email, group, person })),
    placement:
      placement === null
        ? null
        : { group: placement.group, role: placement.role, line: placement.line, path: placement.path },
    expected: expected.map(({ field, value, line }) => ({ field, value, line })),
    steps: steps.map(stepDocument),
    decision: { kind: decision.kind, text: decision.text },
    changes: plan.changes.filter(({ id }) => own.has(id)).map(changeDocument),
  };
}

function stepDocument({ code, text, line, path, steps, change }: Step): object {
  return { code, text, line, path, steps: steps.map(stepDocument), ...(change === undefined ? {} : { change }) };
}
