export type Schema = Readonly<Record<string, unknown>>;

export function fileSchema(): Schema;
export function sectionSchemas(): Readonly<Record<string, Schema>>;
export function composeSchema(file: Schema, sections: Readonly<Record<string, Schema>>): Schema;
export function composedSchema(): Schema;
