package knowledge

import "knead/bot"

// Passage returns the passage id in l; ok is false when there is none.
func (b *Base) Passage(id bot.PassageID, l bot.Lang) (p Passage, ok bool) {
	s := b.shelves[l]
	if s == nil {
		return Passage{}, false
	}
	i, ok := s.byID[id]
	if !ok {
		return Passage{}, false
	}
	return s.passages[i], true
}

// Passage is Base.Passage.
func (l *Live) Passage(id bot.PassageID, lang bot.Lang) (Passage, bool) {
	l.mu.Lock()
	b := l.now.base // passages need no index: a closed Base still has them
	l.mu.Unlock()
	return b.Passage(id, lang)
}
