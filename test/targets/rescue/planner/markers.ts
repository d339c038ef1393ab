import { formatMarker, type Marker, sealOf, type Sealing } from '../../../../src/targets/rescue/planner/marker.ts';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { personId, SEALING } from './builders.ts';

export const KEY = new Secret('0123456789abcdef0123456789abcdef');
export const KEYED: Sealing = { ...SEALING, key: KEY };

export const NODE = '105' as NodeId;

/** The marker of a person, sealed for one user where `node` is given. */
export function marker(word: string, node: NodeId | null = null, sealing: Sealing = SEALING): string {
  const link: Marker = { person: personId(word), fingerprint: 'bfe2ad0c', seal: null };
  return formatMarker(node === null ? link : { ...link, seal: sealOf(link.person, node, sealing) });
}
