// Answers the questions that TestPeers writes to standard input with other engines, each as its own manual tells.
const fs = require('fs')
const { Module } = require('module')
const load = Module.createRequire(process.cwd() + '/x.js')
const MiniSearch = load('minisearch')
const lunr = load('lunr')
const { NlpManager } = load('node-nlp')

const { passages, questions, none } = JSON.parse(fs.readFileSync(0, 'utf8'))
const langs = [...new Set(passages.map(p => p.lang))]
const fold = s => s.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
const out = { minisearch: [], 'minisearch tuned': [], lunr: [], 'nlp.js': [] }

async function main () {
  const engines = {}
  for (const l of langs) {
    const own = passages.filter(p => p.lang === l).map(p => ({ ...p, questions: p.questions.join('\n') }))
    const plain = new MiniSearch({ fields: ['title', 'heading', 'text', 'questions'] })
    plain.addAll(own)
    const tuned = new MiniSearch({ fields: ['title', 'heading', 'text', 'questions'], processTerm: t => fold(t).replace(/s$/, '') })
    tuned.addAll(own)
    const ix = lunr(function () {
      this.ref('id')
      for (const f of ['title', 'heading', 'text', 'questions']) this.field(f)
      own.forEach(p => this.add({ ...p, title: fold(p.title), heading: fold(p.heading), text: fold(p.text), questions: fold(p.questions) }))
    })
    const nlp = new NlpManager({ languages: [l], forceNER: false, autoSave: false, nlu: { log: false } })
    for (const p of passages.filter(p => p.lang === l)) {
      nlp.addDocument(l, p.heading, p.id)
      for (const q of p.questions) nlp.addDocument(l, q, p.id)
    }
    for (const q of none.filter(q => q.lang === l)) nlp.addDocument(l, q.text, 'None')
    await nlp.train()
    engines[l] = { plain, tuned, ix, nlp }
  }
  for (const q of questions) {
    const e = engines[q.lang]
    const first = hits => hits.length ? { id: hits[0].id, score: hits[0].score } : { id: '', score: 0 }
    out.minisearch.push(first(e.plain.search(q.text)))
    out['minisearch tuned'].push(first(e.tuned.search(q.text, { fuzzy: 0.2, prefix: t => t.length > 3, boost: { questions: 2, heading: 2 } })))
    const words = fold(q.text).replace(/[^a-z0-9 ]+/g, ' ').trim()
    const hits = words ? e.ix.search(words) : []
    out.lunr.push(hits.length ? { id: hits[0].ref, score: hits[0].score } : { id: '', score: 0 })
    const r = await e.nlp.process(q.lang, q.text)
    out['nlp.js'].push({ id: r.intent === 'None' ? '' : r.intent, score: r.intent === 'None' ? 0 : r.score })
  }
  fs.writeSync(1, JSON.stringify(out))
}
main()
