/** What the template of a notification can say. */
export const PLACEHOLDERS = ['title', 'text', 'severity', 'event', 'file', 'host', 'at'] as const;

export type Placeholder = (typeof PLACEHOLDERS)[number];

export type TemplateValues = Readonly<Record<Placeholder, string>>;

const PLACE = /\{\{\s*([\w.-]*)\s*\}\}/g;

/** The first placeholder of a template that does not exist; null where all do. */
export function unknownPlaceholder(template: string): string | null {
  const names = [...template.matchAll(PLACE)].map(([, name = '']) => name);
  return names.find((name) => !isPlaceholder(name)) ?? null;
}

/**
 * The template with its placeholders filled in. What is filled in is not read again.
 *
 * @param form json = as a part of a JSON text, between its quotation marks
 */
export function fillTemplate(template: string, values: TemplateValues, form: 'json' | 'text'): string {
  return template.replace(PLACE, (whole, name: string) => {
    if (!isPlaceholder(name)) return whole;
    return form === 'json' ? JSON.stringify(values[name]).slice(1, -1) : values[name];
  });
}

function isPlaceholder(name: string): name is Placeholder {
  return PLACEHOLDERS.some((known) => known === name);
}
