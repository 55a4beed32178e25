// Reads lines of JSON {"text", "now", "lang"} and answers each with {"date", "time", "us"}: what another date library makes of it,
// and the microseconds of one reading. Usage: node dates.cjs chrono|recognizers < lines, with NODE_PATH at their node_modules.
'use strict';
const [, , which] = process.argv;
const lines = require('fs').readFileSync(0, 'utf8').trim().split('\n').map(JSON.parse);
const two = (n) => String(n).padStart(2, '0');

// Bare hours are after noon from 1 to 7, as at a massage practice: the same rule for every library.
const half = (h) => (h >= 1 && h <= 7 ? h + 12 : h);

function chrono() {
  const c = require('chrono-node');
  return (text, now, lang) => {
    const langs = lang === 'es' ? [c.es, c.en] : [c.en];
    const out = { date: '', time: '' };
    for (const l of langs) {
      for (const { start: s } of l.parse(text, now, { forwardDate: true })) { // a day and an hour may be found apart
        const day = ['day', 'weekday', 'month'].some((f) => s.isCertain(f)) || !s.isCertain('hour');
        if (day && !out.date) out.date = `${s.get('year')}-${two(s.get('month'))}-${two(s.get('day'))}`;
        if (s.isCertain('hour') && !out.time) {
          const h = s.isCertain('meridiem') ? s.get('hour') : half(s.get('hour'));
          out.time = `${two(h)}:${two(s.get('minute') || 0)}`;
        }
      }
      if (out.date || out.time) break;
    }
    return out;
  };
}

function recognizers() {
  const R = require('@microsoft/recognizers-text-suite');
  const en = (t, d) => R.recognizeDateTime(t, R.Culture.English, undefined, d);
  const es = (t, d) => R.recognizeDateTime(t, R.Culture.Spanish, undefined, d);
  const clock = (v) => {
    let [h, m] = v.split(':').map(Number);
    return [h, m];
  };
  return (text, now, lang) => {
    const today = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    const out = {};
    let found = lang === 'es' ? es(text, now) : en(text, now);
    if (lang === 'es' && found.length === 0) found = en(text, now);
    for (const f of found) {
      const vs = (f.resolution && f.resolution.values) || [];
      if (vs.length === 0) continue;
      const time = (list) => {
        const hm = list.map(clock);
        const best = hm.find(([h]) => h === half(h % 12)) || hm[0];
        return `${two(best[0])}:${two(best[1])}`;
      };
      const future = (list) => list.filter((d) => d >= today).sort()[0] || list[list.length - 1];
      switch (f.typeName) {
        case 'datetimeV2.datetime': {
          const ok = vs.filter((v) => v.value && v.value.length >= 16);
          if (ok.length && !out.date) {
            out.date = future(ok.map((v) => v.value.slice(0, 10)));
            out.time = time(ok.filter((v) => v.value.startsWith(out.date)).map((v) => v.value.slice(11, 16)));
          }
          break;
        }
        case 'datetimeV2.date':
          if (!out.date) out.date = future(vs.map((v) => v.value).filter((v) => v && /^\d{4}-/.test(v)));
          break;
        case 'datetimeV2.daterange':
        case 'datetimeV2.datetimerange':
          if (!out.date) out.date = future(vs.map((v) => v.start).filter(Boolean).map((v) => v.slice(0, 10)));
          break;
        case 'datetimeV2.time':
          if (!out.time) out.time = time(vs.map((v) => v.value).filter(Boolean));
          break;
        default:
      }
    }
    return out;
  };
}

const read = which === 'chrono' ? chrono() : recognizers();
for (let i = 0; i < 3; i++) for (const l of lines) read(l.text, new Date(l.now), l.lang);
for (const l of lines) {
  const now = new Date(l.now);
  const n = 5, t0 = process.hrtime.bigint();
  let out;
  for (let i = 0; i < n; i++) {
    try { out = read(l.text, now, l.lang); } catch (e) { out = {}; }
  }
  out.us = Number(process.hrtime.bigint() - t0) / 1000 / n;
  process.stdout.write(JSON.stringify(out) + '\n');
}
