package carline

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing/fstest"
)

// Faults are how many faults of each kind [Bill] plants.
type Faults struct {
	Gaps, Overlaps, Dead, Unfitted, Overloads, Idle, Matings int
}

// A Choice is an option, as a condition names it, and the sample orders that have it: bit i is
// set for the order i.
type Choice struct {
	Condition string
	Samples   uint64
}

// BillConfig sizes a bill with planted faults, and its line.
type BillConfig struct {
	Seed      uint64
	Positions int // three variants each
	Stations  int // default 24
	Faults    Faults
	// Choices are options of a catalog, in 64 sample orders that can be built. So a bill can
	// be generated for any rules: no rule is read.
	Choices []Choice
	// Never are two options that no order has together.
	Never [2]string
}

// A Planted fault is what an audit must find: a kind and a subject, as package proof spells
// them.
type Planted struct{ Kind, Subject string }

// Bill writes bom.csv, line.yaml and mates.yaml with faults, and returns these: every fault that is there,
// each with all that follows from it. Each position takes exactly one of three variants, by a
// tree of two options, and some sample takes each variant; so no other position has a gap or an
// overlap, and no other part is dead, under any rules that allow the samples. For each mate that
// some order breaks there is one that none breaks. The error is that of choices of which no samples
// differ.
func Bill(cfg BillConfig) (fstest.MapFS, []Planted, error) {
	if cfg.Stations == 0 {
		cfg.Stations = 24
	}
	b := &bill{BillConfig: cfg, r: rand.New(rand.NewPCG(cfg.Seed, 7)), faults: make(map[int]string), taken: make(map[int][3]uint64)}
	b.spread()
	b.rows.WriteString("level,position,select,part,quantity,usage,station\n")
	for p := range cfg.Positions {
		if err := b.position(p); err != nil {
			return nil, nil, err
		}
	}
	files := fstest.MapFS{
		"bom.csv":   &fstest.MapFile{Data: b.rows.Bytes()},
		"line.yaml": &fstest.MapFile{Data: b.line()},
	}
	if b.Faults.Matings > 0 {
		mates, err := b.mates()
		if err != nil {
			return nil, nil, err
		}
		files["mates.yaml"] = &fstest.MapFile{Data: mates}
	}
	return files, b.planted, nil
}

// bill is a bill while it is written.
type bill struct {
	BillConfig
	r       *rand.Rand
	rows    bytes.Buffer
	faults  map[int]string    // position -> the kind planted there
	when    map[int]string    // position -> the condition of its operation
	taken   map[int][3]uint64 // position without a fault -> the samples that take each variant
	planted []Planted
}

// spread draws the positions of the faults, each at another one.
func (b *bill) spread() {
	b.when = make(map[int]string)
	f := b.Faults
	at := b.r.Perm(b.Positions)
	for _, kind := range []struct {
		name string
		n    int
	}{{"gap", f.Gaps}, {"overlap", f.Overlaps}, {"dead", f.Dead}, {"unfitted", f.Unfitted}, {"overload", f.Overloads}, {"idle", f.Idle}} {
		for range min(kind.n, len(at)) {
			b.faults[at[0]], at = kind.name, at[1:]
		}
	}
}

func (b *bill) plant(kind, subject string) {
	b.planted = append(b.planted, Planted{kind, subject})
}

func (b *bill) station(p int) string { return stationCode(p * b.Stations / b.Positions) }

// position writes the rows of one position.
func (b *bill) position(p int) error {
	for range 10_000 {
		x, y, z := b.choice(), b.choice(), b.choice()
		both, second, third := x.Samples&y.Samples, y.Samples&^x.Samples, ^x.Samples&^y.Samples
		if x.Samples == 0 || second == 0 || third == 0 || x.Condition == y.Condition {
			continue
		}
		usages := []string{x.Condition, "!" + x.Condition + " & " + y.Condition, "!" + x.Condition + " & !" + y.Condition}
		kind := b.faults[p]
		switch kind {
		case "gap":
			if third&z.Samples == 0 || third&^z.Samples == 0 {
				continue
			}
			usages[2] += " & " + z.Condition
			b.plant("gap", "position "+positionCode(p))
		case "overlap":
			if both == 0 {
				continue
			}
			usages[1] = y.Condition
			b.plant("overlap", "position "+positionCode(p))
		case "dead":
			usages = append(usages, b.Never[0]+" & "+b.Never[1])
			b.plant("dead", "variant "+positionCode(p))
			b.plant("unused", "part "+partCode(p, 3))
		case "idle":
			b.rows.WriteString(row(p, "optional", 0, x.Condition, b.station(p)))
			b.when[p] = x.Condition + " | " + y.Condition
			b.plant("idle", "operation "+operationCode(p))
			return nil
		case "unfitted":
			b.plant("unfitted", "variant "+positionCode(p))
		case "":
			b.taken[p] = [3]uint64{x.Samples, second, third}
		}
		for v, usage := range usages {
			b.rows.WriteString(row(p, "one", v, usage, b.station(p)))
		}
		return nil
	}
	return fmt.Errorf("carline: no choices for position %d: the samples do not differ", p)
}

// mates writes mates.yaml. Of two positions without a fault, each order takes one of three
// variants. A mate of one variant with all three of another position always holds; with only two
// of them it does not, if some sample takes the variant and the third.
func (b *bill) mates() ([]byte, error) {
	var sound []int
	for p := range b.Positions {
		if _, ok := b.taken[p]; ok {
			sound = append(sound, p)
		}
	}
	var out bytes.Buffer
	out.WriteString("mates:\n")
	for i := range b.Faults.Matings {
		found := false
		for try := 0; len(sound) > 1 && try < 1000 && !found; try++ {
			p, q, v := sound[b.r.IntN(len(sound))], sound[b.r.IntN(len(sound))], b.r.IntN(3)
			if found = p != q && b.taken[p][v]&b.taken[q][2] != 0; found {
				fmt.Fprintf(&out, "  - {mate: M-%d, if: [%s], then: [%s, %s]}\n", i, partCode(p, v), partCode(q, 0), partCode(q, 1))
				fmt.Fprintf(&out, "  - {mate: N-%d, if: [%s], then: [%s, %s, %s]}\n", i, partCode(p, v), partCode(q, 0), partCode(q, 1), partCode(q, 2))
				b.plant("mating", fmt.Sprintf("mate M-%d", i))
			}
		}
		if !found {
			return nil, fmt.Errorf("carline: no two positions for mate %d: the samples do not differ", i)
		}
	}
	return out.Bytes(), nil
}

func (b *bill) choice() Choice { return b.Choices[b.r.IntN(len(b.Choices))] }

func partCode(p, v int) string   { return fmt.Sprintf("A-%05d-%d", p, v) }
func operationCode(p int) string { return fmt.Sprintf("OP%05d", p) }
func row(p int, sel string, v int, usage, station string) string {
	if v > 0 {
		sel = ""
	}
	return fmt.Sprintf("1,%s,%s,%s,1,\"%s\",%s\n", positionCode(p), sel, partCode(p, v), strings.ReplaceAll(usage, `"`, `""`), station)
}

// line writes line.yaml: an operation of a second for each position, at its station. Where an
// overload is planted, it takes longer than the takt.
func (b *bill) line() []byte {
	takt := b.Positions/b.Stations + 2
	var out bytes.Buffer
	fmt.Fprintf(&out, "line: planted\ntakt: %d s\nstations:\n", takt)
	last := ""
	over := make(map[string]bool)
	for p := range b.Positions {
		s := b.station(p)
		if s != last {
			fmt.Fprintf(&out, "  - station: %s\n    operations:\n", s)
			last = s
		}
		kind := b.faults[p]
		if kind == "unfitted" {
			continue
		}
		seconds := 1
		if kind == "overload" {
			seconds = takt + 1
			if !over[s] {
				over[s] = true
				b.plant("overload", "station "+s)
			}
		}
		fmt.Fprintf(&out, "      - {operation: %s, duration: %d s, parts: [%s]", operationCode(p), seconds, positionCode(p))
		if when := b.when[p]; when != "" {
			fmt.Fprintf(&out, ", when: %q", when)
		}
		out.WriteString("}\n")
	}
	return out.Bytes()
}
