namespace FastTokens.Cli;

/// <summary>The style sheet of the report.</summary>
internal static class ReplayReportStyle
{
    public const string Css = """
        :root {
          --ground: #f7f6f3; --card: #ffffff; --line: #e6e3dc; --ink: #20242c; --soft: #6b7280;
          --read: #2a9d8f; --written: #e9b44c; --uncached: #d1495b; --mark: #20242c;
          --client: #c2313f; --expired: #8a6d1d; --provider: #3d6fb4; --unknown: #6b7280;
          --shadow: 0 1px 2px rgb(32 36 44 / .05), 0 6px 24px rgb(32 36 44 / .05);
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #12151b; --card: #1a1f28; --line: #2b323e; --ink: #e7eaf0; --soft: #98a2b3;
            --read: #3fbfae; --written: #f0c265; --uncached: #ef6f7f; --mark: #e7eaf0;
            --client: #ff8b95; --expired: #e3c26b; --provider: #8db8f5; --unknown: #a6afbf;
            --shadow: none;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; font-variant-numeric: tabular-nums; }
        main { max-width: 1120px; margin: 0 auto; padding: 40px 24px 64px; }
        .eyebrow { margin: 0; color: var(--read); font-weight: 600; font-size: 13px; letter-spacing: .06em; text-transform: uppercase; }
        h1 { margin: 2px 0 4px; font-size: 28px; line-height: 1.2; letter-spacing: -.01em; overflow-wrap: anywhere; }
        h2 { margin: 0; font-size: 17px; letter-spacing: -.005em; }
        .sub { margin: 0; color: var(--soft); }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 14px; margin: 26px 0; }
        .figure, section { background: var(--card); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); }
        .figure { padding: 16px 18px; display: flex; flex-direction: column; }
        .figure span { color: var(--soft); font-size: 13px; }
        .figure strong { font-size: 30px; line-height: 1.25; letter-spacing: -.02em; }
        .figure small { color: var(--soft); font-size: 12.5px; }
        .figure.good strong { color: var(--read); }
        .figure.bad strong { color: var(--uncached); }
        section { padding: 20px 22px; margin: 0 0 18px; }
        .bar { display: flex; flex-wrap: wrap; gap: 6px 20px; justify-content: space-between; align-items: baseline; margin-bottom: 8px; }
        .legend { margin: 0; display: flex; flex-wrap: wrap; gap: 4px 16px; color: var(--soft); font-size: 13px; }
        .legend span::before { content: ""; display: inline-block; width: 10px; height: 10px; border-radius: 3px; margin-right: 6px; }
        .legend .read::before { background: var(--read); }
        .legend .written::before { background: var(--written); }
        .legend .uncached::before { background: var(--uncached); }
        .legend .expected::before { background: var(--mark); height: 2px; vertical-align: middle; border-radius: 0; }
        .legend .break::before { width: 0; height: 0; border-radius: 0; border: 5px solid transparent; border-top: 8px solid var(--client); border-bottom: 0; }
        .chart { overflow-x: auto; }
        svg { display: block; max-width: none; min-width: 100%; height: auto; }
        svg text { font-size: 11px; fill: var(--soft); }
        svg text.cost { fill: var(--ink); font-weight: 600; }
        .grid { stroke: var(--line); stroke-width: 1; }
        rect.read { fill: var(--read); } rect.written { fill: var(--written); } rect.uncached { fill: var(--uncached); }
        line.expected { stroke: var(--mark); stroke-width: 1.6; }
        rect.hover { fill: transparent; } .turn:hover rect.hover { fill: var(--line); opacity: .6; }
        .mark { stroke: var(--card); stroke-width: 1; }
        .mark.client { fill: var(--client); } .mark.expired { fill: var(--expired); } .mark.provider { fill: var(--provider); } .mark.unknown { fill: var(--unknown); }
        .breaks { list-style: none; margin: 10px 0 0; padding: 0; }
        .breaks li { display: grid; grid-template-columns: 1fr auto; gap: 2px 24px; padding: 12px 0; border-top: 1px solid var(--line); }
        .breaks li:target, tr:target td { background: color-mix(in srgb, var(--written) 14%, transparent); }
        .breaks .what { display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: center; }
        .breaks p { margin: 0; grid-column: 1; color: var(--soft); max-width: 78ch; }
        .breaks .loss { grid-column: 2; grid-row: 1 / span 2; text-align: right; display: flex; flex-direction: column; justify-content: center; }
        .breaks .loss strong { font-size: 18px; } .breaks .loss span { color: var(--soft); font-size: 13px; white-space: nowrap; }
        .tag { border-radius: 999px; padding: 1px 10px; font-size: 12.5px; font-weight: 600; border: 1px solid currentColor; }
        .tag.client { color: var(--client); } .tag.expired { color: var(--expired); } .tag.provider { color: var(--provider); } .tag.unknown { color: var(--unknown); }
        code { font: 13px/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; padding: 1px 6px; overflow-wrap: anywhere; }
        a { color: inherit; text-decoration-color: var(--line); text-underline-offset: 3px; } a:hover { text-decoration-color: currentColor; }
        .none { color: var(--soft); margin: 8px 0 0; }
        summary { cursor: pointer; list-style-position: outside; } summary h2 { display: inline; }
        .scroll { overflow-x: auto; margin-top: 12px; }
        table { border-collapse: collapse; width: 100%; font-size: 13.5px; white-space: nowrap; }
        th { text-align: left; color: var(--soft); font-weight: 600; } th, td { padding: 5px 10px 5px 0; border-bottom: 1px solid var(--line); } .n { text-align: right; padding-right: 16px; }
        tr.broken td:last-child { color: var(--client); font-weight: 600; }
        footer { color: var(--soft); font-size: 13px; margin-top: 22px; }
        @media (max-width: 640px) { main { padding: 24px 14px 40px; } section { padding: 16px 14px; } h1 { font-size: 22px; } .breaks li { grid-template-columns: 1fr; } .breaks .loss { grid-column: 1; grid-row: auto; text-align: left; flex-direction: row; gap: 10px; align-items: baseline; justify-content: flex-start; } .figures { grid-template-columns: 1fr 1fr; gap: 10px; margin: 18px 0; } .figure strong { font-size: 24px; } }
        @media print { body { background: #fff; } .figure, section { box-shadow: none; break-inside: avoid; } }

        """;
}
