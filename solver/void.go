package solver

import (
	"context"
	"errors"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// ErrVoid says that no order can be built. A question about all orders then has no answer.
// A [*VoidError] is an ErrVoid.
var ErrVoid = errors.New("nothing can be built: the rules contradict each other")

// VoidError is [ErrVoid] with the rules and families that contradict each other.
// [Space.Buildable] returns it.
type VoidError struct {
	// Explanation has the demands that contradict each other, without lines
	// of an order.
	Explanation Explanation
}

// Error lists the demands, each with its place in the files.
func (e *VoidError) Error() string {
	if len(e.Explanation.Causes) == 0 {
		return "nothing can be built"
	}
	var b strings.Builder
	b.WriteString("nothing can be built: these demands cannot all be met; change or withdraw one of them")
	for _, c := range e.Explanation.Causes {
		b.WriteString("\n  ")
		if p := c.Place(); p.IsValid() {
			b.WriteString(p.String() + ": ")
		}
		b.WriteString(c.String())
	}
	return b.String()
}

// Is reports whether target is ErrVoid.
func (e *VoidError) Is(target error) bool { return target == ErrVoid }

// Buildable returns nil if some order can be built, and otherwise a
// *VoidError: the first check of a pipeline. Other errors are the context's.
// It costs as much as [Space.Explain] if the space is void, otherwise nothing.
func (s *Space) Buildable(ctx context.Context) error {
	source.NeedContext("solver", ctx)
	if !s.made().void {
		return nil
	}
	why, err := s.Explain(ctx, config.Order{Partial: true})
	if err != nil {
		return err
	}
	return &VoidError{why}
}

// Place returns the place where the demand was read; the zero Place for a
// line of an order, and for a demand made in code.
func (c Cause) Place() source.Place {
	if c.space == nil {
		return source.Place{} // the zero Cause
	}
	cat := c.space.Catalog()
	switch c.Kind {
	case CauseRule:
		return c.space.Rules().Rule(c.Rule).Place
	case CauseRow:
		return c.space.Rules().Rule(c.Rule).Table.Rows[c.Row].Place
	case CauseFamily:
		return cat.Family(c.Family).Place
	case CauseParent, CauseOption:
		return cat.Option(c.Option).Place
	}
	return source.Place{}
}
