import { describe, expect, test } from '@jest/globals';
import { fillTemplate, unknownPlaceholder } from '../../src/core/template.ts';

const VALUES = { title: 'a "b"\n', text: '{{title}}', severity: '', event: '', file: '', host: '', at: '$&' };

describe('a template', () => {
  test.each([
    ['text', '{{title}}!', 'a "b"\n!'],
    ['json', '"{{ title }}"', '"a \\"b\\"\\n"'],
    ['text', '{{text}} {{at}}', '{{title}} $&'],
    ['text', '{{nobody}} {title}', '{{nobody}} {title}'],
  ] as const)('as %s: %s', (form, template, filled) => {
    expect(fillTemplate(template, VALUES, form)).toBe(filled);
  });

  test('names what does not exist', () => {
    expect(unknownPlaceholder('{{title}} {{ at }} {x}')).toBeNull();
    expect(unknownPlaceholder('{{title}} {{name}}')).toBe('name');
  });
});
