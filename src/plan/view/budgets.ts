import { grouped } from '../../core/counted.ts';
import { ofAccount, type PlannedTarget } from './targets.ts';

/** What is there of one thing that users take, before and after: seats, add-ons. */
export interface Budget {
  readonly target: string;
  /** `Licences in use` */
  readonly heading: string;
  /** `mobile add-ons` */
  readonly name: string;
  /** What the contract holds. */
  readonly held: number;
  /** In use now / after the plan is applied. */
  readonly before: number;
  readonly after: number;
  /** `25 now, of 30 in rescue.licenses` */
  readonly meaning: string;
  /** All of it: `Mobile add-ons: 25 → 24 of 30 licences in use` */
  readonly line: string;
}

/** The budgets of which the file says how much there is; the others are nobody's concern. */
export function budgetsOf(targets: readonly PlannedTarget[]): Budget[] {
  return targets.flatMap(({ id, labels: { budgets: labels }, budgets }) =>
    budgets.flatMap(({ name, held, before, after }): Budget[] => {
      if (held === null) return [];
      const words = labels.names[name] ?? name;
      const now = grouped(before);
      const most = grouped(held);
      return [
        {
          target: id,
          heading: labels.heading,
          name: ofAccount(id, words, targets),
          held,
          before,
          after,
          meaning: `${now} now, of ${most} in ${labels.setting}`,
          line: ofAccount(
            id,
            `${words.slice(0, 1).toUpperCase()}${words.slice(1)}: ${now} → ${grouped(after)} of ${most} ${labels.unit} in use`,
            targets,
          ),
        },
      ];
    }),
  );
}
