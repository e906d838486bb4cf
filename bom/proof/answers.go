package proof

import (
	"cmp"
	"math/big"
	"slices"
	"sync"

	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// answers are what the spaces of an audit know, for each other. A space in which more rules and fewer
// options are in force allows less. What holds in all or in no configurations of a space does so in
// those that allow less, and what holds in some of them and not in others does so in those that allow
// more: of rules that come and go one after the other most questions are asked once.
type answers struct {
	turn    sync.Mutex // guards the rest, but limits
	limits  []*big.Int // by space
	numbers condition.Numbers
	truths  [][]answer          // by condition
	over    map[string][]answer // by station and operations: that some order exceeds it
}

// An answer is that of one space.
type answer struct {
	space int
	truth rules.Truth
}

// newAnswers returns no answers of spaces with some limits.
func newAnswers(limits ...*big.Int) *answers {
	return &answers{limits: limits, over: make(map[string][]answer)}
}

// limitsAt returns what limits the orders at a point: a bit for each rule in force, and for each option that is
// not.
func limitsAt(set *rules.Set, at config.Point) (*big.Int, error) {
	inForce, err := set.At(at)
	if err != nil {
		return nil, err
	}
	limits := new(big.Int)
	for _, r := range inForce {
		limits.SetBit(limits, int(r), 1)
	}
	cat := set.Catalog()
	for o := range cat.NumOptions() {
		covers, err := cat.Option(config.OptionID(o)).Effectivity.Covers(at)
		if err != nil {
			return nil, err
		}
		if !covers {
			limits.SetBit(limits, set.NumRules()+o, 1)
		}
	}
	return limits, nil
}

// within reports whether one space allows no more than another one.
func (k *answers) within(space, other int) bool {
	return new(big.Int).AndNot(k.limits[other], k.limits[space]).Sign() == 0
}

// order returns the spaces in an order in which later ones learn much from earlier ones: first those
// that allow most, then those that allow least, then what is between them.
func (k *answers) order() []int {
	rank := make([]int, len(k.limits))
	order := make([]int, len(k.limits))
	for i := range rank {
		order[i] = i
		least := true
		for j := range rank {
			if i != j && k.within(i, j) {
				rank[i] = max(rank[i], 1)
			}
			least = least && (i == j || !k.within(j, i))
		}
		if rank[i] == 1 && !least {
			rank[i] = 2
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(rank[i], rank[j]) })
	return order
}

// infer returns what a space knows from others.
func (k *answers) infer(from []answer, space int) (rules.Truth, bool) {
	for _, a := range from {
		if a.truth == rules.Undecided && k.within(a.space, space) || a.truth != rules.Undecided && k.within(space, a.space) {
			return a.truth, true
		}
	}
	return rules.Undecided, false
}

// known returns the truths of conditions that a space knows from others, and the numbers of those that
// it must ask about.
func (k *answers) known(space int, conditions []rules.Expr) (truths []rules.Truth, unknown []int) {
	k.turn.Lock()
	defer k.turn.Unlock()
	truths = make([]rules.Truth, len(conditions))
	for i, e := range conditions {
		number, _ := k.numbers.Of(e)
		if number == len(k.truths) {
			k.truths = append(k.truths, nil)
		}
		var is bool
		if truths[i], is = k.infer(k.truths[number], space); !is {
			unknown = append(unknown, i)
		}
	}
	return truths, unknown
}

// learn adds what a space has found out.
func (k *answers) learn(space int, conditions []rules.Expr, truths []rules.Truth) {
	k.turn.Lock()
	defer k.turn.Unlock()
	for i, e := range conditions {
		number, _ := k.numbers.Of(e)
		k.truths[number] = append(k.truths[number], answer{space, truths[i]})
	}
}

// exceeded returns whether some order of a space exceeds a station, if that is known.
func (k *answers) exceeded(space int, station string) (over, known bool) {
	k.turn.Lock()
	defer k.turn.Unlock()
	truth, known := k.infer(k.over[station], space)
	return truth == rules.Undecided, known
}

// learnExceeded adds whether some order of a space exceeds a station.
func (k *answers) learnExceeded(space int, station string, over bool) {
	truth := rules.Violated
	if over {
		truth = rules.Undecided // some do: so they do where more is allowed
	}
	k.turn.Lock()
	defer k.turn.Unlock()
	k.over[station] = append(k.over[station], answer{space, truth})
}
