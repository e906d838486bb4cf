package encode

import "context"

// pollEvery is the number of steps between two polls of the context.
const pollEvery = 256

// poll polls a context during constructions of many steps. Once the context has
// ended they stop, and the result is thrown away.
type poll struct {
	ctx   context.Context
	steps int
	over  bool
}

// ended counts a step and reports whether the context has ended. A nil poll
// never ends.
func (p *poll) ended() bool {
	if p == nil || p.over {
		return p != nil
	}
	if p.steps++; p.steps%pollEvery == 0 {
		p.over = p.ctx.Err() != nil
	}
	return p.over
}
