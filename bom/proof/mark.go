package proof

import (
	"fmt"
	"slices"

	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/bom/mates"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A mark is what one point says of a possible finding. There are two sorts: orders meet a
// finding, so that one point with such an order is enough; or a finding is about all
// orders, and holds if it does at each point that asks for it.
type mark struct {
	kind    FindingKind
	subject string // a key, the same at all points
	told    Subject
	message words // nil where the fault of the witness tells

	meets []meeting // where orders meet the finding; none of a finding about all orders

	asked, refuted bool              // of a finding about all orders: it may hold; it does not
	excess         *solver.Objective // of a Limit, which orders exceed: the sum
	bound          mates.Limit
	above          bool           // they exceed its upper bound, not the lower one
	overload       bool           // orders exceed a station
	station        line.StationID // of an overload

	never     rules.Expr // of a finding about all orders: the condition that no order satisfies
	condition rules.Expr // see Finding.Condition, of a finding about all orders

	void      *solver.VoidError // of a Void
	stretches []config.Stretch  // of a Void: where it shows
}

// words are a message that is written when it is needed: most possible findings are none.
type words func() string

// say returns words as [fmt.Sprintf] does.
func say(format string, args ...any) words {
	return func() string { return fmt.Sprintf(format, args...) }
}

// String returns the message.
func (w words) String() string {
	if w == nil {
		return ""
	}
	return w()
}

// A meeting is a place at which orders meet a finding.
type meeting struct {
	when rules.Expr // the orders do
	// fault returns the error of an order that does; nil without one.
	fault func(*config.Selection) error
}

// fault returns the condition in which an order meets the finding at some place.
func (m *mark) fault() rules.Expr {
	var when condition.Numbers
	for _, at := range m.meets {
		when.Of(at.when)
	}
	return some(m.meets[0].when.Catalog(), when.All())
}

// shown reports whether the point shows the finding.
func (m *mark) shown() bool {
	return len(m.meets) > 0 || m.overload || m.excess != nil || m.asked && !m.refuted
}

// about reports whether the finding is one about all orders.
func (m *mark) about() bool { return m.asked }

// meet adds a place at which orders meet the finding.
func (m *mark) meet(parts []string, at meeting) {
	for _, part := range parts {
		if !slices.Contains(m.told.Parts, part) {
			m.told.Parts = append(m.told.Parts[:len(m.told.Parts):len(m.told.Parts)], part)
		}
	}
	m.meets = append(m.meets, at)
}

// marks are those of one point, in the order of their first places.
type marks struct {
	list []*mark
	of   map[string]*mark
}

// at returns the mark of a kind and a subject, made if there is none.
func (ms *marks) at(kind FindingKind, subject string, told Subject) *mark {
	key := kind.String() + " " + subject
	m := ms.of[key]
	if m == nil {
		if ms.of == nil {
			ms.of = make(map[string]*mark)
		}
		m = &mark{kind: kind, subject: key, told: told}
		ms.of[key] = m
		ms.list = append(ms.list, m)
	}
	return m
}
