/** What a user of a Rescue account may do: the root of the organization tree that it stands in says it (planner/roles.ts). */
export type Role = 'technician' | 'administrator' | 'masterAdministrator';
