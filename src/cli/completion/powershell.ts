import type { CommandWords, OptionWords } from './words.ts';

const HEAD = `# Completes adsync in PowerShell. Made by: adsync completion powershell
# Where it offers nothing, PowerShell offers files, as it does for every command.

Register-ArgumentCompleter -Native -CommandName 'adsync' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
`;

const TAIL = `
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
            Select-Object -Skip 1 | ForEach-Object { $_.Extent.Text })
    $where = ''
    $option = ''
    foreach ($word in $words) {
        if ($option -ne '') { $option = ''; continue }
        if ($takes[$where] -ccontains $word) { $option = $word; continue }
        if ($word.StartsWith('-')) { continue }
        $names = @($commands[$where] | ForEach-Object { ($_ -split ' ', 2)[0] })
        if ($names -ccontains $word) { $where = "$where $word".Trim() }
    }
    $offer = @()
    if ($option -ne '') {
        $offer = $values["\${where}:$option"]
    } elseif ($wordToComplete.StartsWith('-')) {
        $offer = $options[$where]
    } else {
        $offer = $commands[$where]
    }
    foreach ($entry in @($offer)) {
        if (-not $entry) { continue }
        $name, $says = $entry -split ' ', 2
        if ($name.StartsWith($wordToComplete, [System.StringComparison]::Ordinal)) {
            [System.Management.Automation.CompletionResult]::new($name, $name, 'ParameterValue', $says)
        }
    }
}
`;

/** The script for Windows PowerShell 5.1 and newer ones. */
export function powershellScript(commands: readonly CommandWords[]): string {
  const lines = [
    '    $commands = @{',
    ...commands.flatMap(({ where, commands: inner, argument }) => {
      const words = argument?.kind === 'words' ? argument.words.map((name) => ({ name, says: name })) : [];
      const all = [...inner, ...words];
      return all.length === 0 ? [] : [`        '${where}' = ${table(all)}`];
    }),
    '    }',
    '    $options = @{',
    ...commands.map(({ where, options }) => `        '${where}' = ${table(options.flatMap(byName))}`),
    '    }',
    '    $takes = @{',
    ...commands.map(({ where, options }) => {
      const names = options.filter(({ takesNext }) => takesNext).flatMap((one) => one.names);
      return `        '${where}' = @(${names.map((name) => `'${name}'`).join(', ')})`;
    }),
    '    }',
    '    $values = @{',
    ...commands.flatMap(({ where, options }) => options.flatMap((option) => valuesOf(option, where))),
    '    }',
  ];
  return `${HEAD}${lines.join('\n')}${TAIL}`;
}

function byName({ names, says }: OptionWords): { name: string; says: string }[] {
  return names.map((name) => ({ name, says }));
}

/** Each entry is a name and what it says, with a blank between them: in a hash table `-v` and `-V` would be one key. */
function table(entries: readonly { readonly name: string; readonly says: string }[]): string {
  return `@(${entries.map(({ name, says }) => quoted(`${name} ${says}`)).join(', ')})`;
}

function valuesOf({ names, value }: OptionWords, where: string): string[] {
  if (value?.kind !== 'words') return [];
  return names.map(
    (name) => `        '${where}:${name}' = ${table(value.words.map((name) => ({ name, says: name })))}`,
  );
}

/** A text that PowerShell takes as it is. */
function quoted(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`;
}
