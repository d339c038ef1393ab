// schemas/log.schema.json as the tables in src/log/ give it.

const SORTS = {
  text: { type: ['string', 'null'] },
  number: { type: ['number', 'null'] },
  flag: { type: 'boolean' },
  texts: { type: 'array', items: { type: 'string' } },
  counts: { type: 'object', additionalProperties: { type: 'integer' } },
};

/**
 * @param lines LINES of src/log/lines.ts
 * @param fields FIELDS of src/log/fields.ts
 */
export function logSchema(lines, fields) {
  const kinds = Object.entries(lines).map(([kind, [, , when]]) => `${kind}: ${when}`);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A line of the log of adsync (--log json)',
    description:
      'Later versions may add kinds of lines and fields; they take none away. See docs/log.md for the fields of each kind.',
    type: 'object',
    required: ['time', 'level', 'event', 'text'],
    properties: {
      time: { description: 'When; UTC.', type: 'string', format: 'date-time' },
      level: { enum: ['error', 'warn', 'info', 'debug'] },
      event: { description: kinds.join('. '), type: 'string', examples: Object.keys(lines) },
      ...Object.fromEntries(
        Object.entries(fields).map(([name, [sort, what]]) => [name, { description: what, ...SORTS[sort] }]),
      ),
      text: { description: 'A sentence for people; it may change.', type: 'string' },
    },
  };
}
