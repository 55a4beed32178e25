package reader

import "math"

// netSights is how many filters' places a word can stand at: one of width one, two of width two, three of width three.
const netSights = netWidths * (netWidths + 1) / 2

// A view is a stretch of words as one net sees it. What each word brings to each filter is reckoned once; to read the whole
// or a part of it is then only to add up.
type view struct {
	x     []float32 // words × netDims
	each  []float32 // words × netSights × netFilters
	units [netUnits]float32
}

// clear makes room for so many words, all of them empty.
func (v *view) clear(words int) {
	v.x = append(v.x[:0], make([]float32, words*netDims)...)
	v.each = append(v.each[:0], make([]float32, words*netSights*netFilters)...)
}

// word is the vector of word t.
func (v *view) word(t int) []float32 { return v.x[t*netDims:][:netDims] }

// sight is what word t brings to the filters of width k+1 when it stands at their place j.
func (v *view) sight(t, k, j int) *[netFilters]float32 {
	return (*[netFilters]float32)(v.each[(t*netSights+k*(k+1)/2+j)*netFilters:])
}

// look reckons what each of so many words brings to the filters.
func (v *view) look(filters *[netWidths][]float32, words int) {
	for t := range words {
		for k := range netWidths {
			for j := range k + 1 {
				addRows(v.sight(t, k, j), v.word(t), filters[k][j*netDims*netFilters:])
			}
		}
	}
}

// read fills the units from the words from one to another: the strongest place of every filter and the mean of the words.
// Where places is not nil it takes where each filter was strongest, -1 for nowhere.
func (v *view) read(biases *[netWidths][]float32, from, to int, places *[netWidths * netFilters]int) {
	clear(v.units[:])
	if places != nil {
		for i := range places {
			places[i] = -1
		}
	}
	for t := from; t < max(to, from+1); t++ {
		for k := range netWidths {
			z := [netFilters]float32(biases[k])
			for j := range min(k+1, to-t) {
				for q, s := range v.sight(t+j, k, j) {
					z[q] += s
				}
			}
			units := v.units[k*netFilters:][:netFilters]
			for q, s := range z {
				if s > units[q] {
					units[q] = s
					if places != nil {
						places[k*netFilters+q] = t
					}
				}
			}
		}
	}
	c := 1 / float32(math.Sqrt(float64(max(to-from, 1))))
	mean := v.units[netWidths*netFilters:]
	for t := from; t < to; t++ {
		for d, s := range v.word(t) {
			mean[d] += s * c
		}
	}
}

// addRows adds the rows, each weighted by its x, to z. Four rows at a time, which spares three of four loads and stores of z:
// most of a reading's time goes by here.
func addRows(z *[netFilters]float32, x, rows []float32) {
	for ; len(x) >= 4; x, rows = x[4:], rows[4*netFilters:] {
		a, b, c, d := x[0], x[1], x[2], x[3]
		ra, rb := (*[netFilters]float32)(rows), (*[netFilters]float32)(rows[netFilters:])
		rc, rd := (*[netFilters]float32)(rows[2*netFilters:]), (*[netFilters]float32)(rows[3*netFilters:])
		for q := range z {
			z[q] += a*ra[q] + b*rb[q] + (c*rc[q] + d*rd[q])
		}
	}
}
