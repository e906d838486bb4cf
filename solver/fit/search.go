package fit

import (
	"context"
	"slices"

	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver"
)

// maxConflicts is how many conflicts are looked for, at most.
const maxConflicts = 10

// find looks for the mix, or for conflicts that rule it out, no two of them with a target in
// common.
func (m *model) find(ctx context.Context, targets []Target) (*Mix, []Conflict, error) {
	rest := make([]int, len(m.features))
	for i := range rest {
		rest[i] = i
	}
	if err := m.inspect(ctx, targets); err != nil {
		return nil, nil, err
	}
	var conflicts []Conflict
	for len(conflicts) < maxConflicts {
		d, suspects, err := m.attempt(ctx, rest)
		switch {
		case err != nil:
			return nil, nil, err
		case d != nil && len(conflicts) > 0:
			return nil, conflicts, nil
		case d != nil:
			mix, err := m.mix(ctx, targets, d.logs)
			return mix, nil, err
		}
		clash, err := m.narrow(ctx, rest, suspects)
		if err != nil {
			return nil, nil, err
		}
		c, err := m.conflict(ctx, targets, clash)
		if err != nil {
			return nil, nil, err
		}
		conflicts = append(conflicts, c)
		rest = slices.DeleteFunc(rest, func(i int) bool { return slices.Contains(clash.use, i) })
	}
	return nil, conflicts, nil
}

// inspect finds the live features: targets of 0 and 1 exclude configurations, and where those of all
// configurations exclude a Given, its targets have no influence. The errors are those of a space or
// a Given without a configuration.
func (m *model) inspect(ctx context.Context, targets []Target) error {
	all, err := m.measure(ctx, nil, nil)
	if err != nil {
		return err
	}
	if all[0] == 0 {
		return solver.ErrVoid
	}
	if err := m.senseless(targets, all); err != nil {
		return err
	}
	for _, f := range m.features {
		if f.bound() && f.given == always {
			m.never = append(m.never, f.met)
		}
	}
	if all, err = m.measure(ctx, all, nil); err != nil {
		return err
	}
	m.live = make([]bool, len(m.features))
	for i, f := range m.features {
		m.live[i] = all[0] == 0 || all[f.given] > 0
	}
	return nil
}

// senseless returns the defects of targets that are a share of nothing; all are the shares of the
// atoms among all configurations.
func (m *model) senseless(targets []Target, all []float64) error {
	var list source.List
	for i, f := range m.features {
		if all[f.given] == 0 {
			list.Add(source.Defect{Place: targets[i].Place, Msg: targets[i].subject(i) + ": no configuration has " + targets[i].Given.String()})
		}
	}
	return list.Err()
}

// attempt looks for a mix that meets some of the targets. If there is none it returns features among
// which, together with those of targets of 0 and 1, there is a clash, the most suspect ones first.
func (m *model) attempt(ctx context.Context, rest []int) (*descent, []int, error) {
	m.never = nil
	for _, i := range rest {
		if f := &m.features[i]; f.bound() {
			m.never = append(m.never, f.met)
		}
	}
	all, err := m.measure(ctx, nil, nil)
	if err != nil || all[0] == 0 {
		return nil, nil, err
	}
	var use, blocked []int
	for _, i := range rest {
		f := &m.features[i]
		switch {
		case !m.live[i]:
		case f.bound() && all[f.given] > 0 && f.met != always:
		case f.bound() || all[f.met] == 0:
			blocked = append(blocked, i)
		default:
			use = append(use, i)
		}
	}
	if len(blocked) > 0 {
		return nil, blocked, nil
	}
	return m.descend(ctx, use)
}

// narrow returns a clash among the suspects and the targets of 0 and 1, of as few as possible.
func (m *model) narrow(ctx context.Context, rest, suspects []int) (*clash, error) {
	m.never = nil // one of them may be at fault
	var bound []int
	for _, i := range rest {
		if m.features[i].bound() {
			bound = append(bound, i)
		}
	}
	for n := 0; ; n = min(max(1, 2*n), len(suspects)) {
		use := slices.Concat(bound, suspects[:n])
		slices.Sort(use)
		use = slices.Compact(use)
		c, err := m.least(ctx, use, false)
		if err == nil && c == nil && n == len(suspects) {
			if c, err = m.least(ctx, use, true); err == nil && c == nil {
				err = ErrUndecided
			}
		}
		if err != nil || c != nil {
			return c, err
		}
	}
}
