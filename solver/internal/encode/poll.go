package encode

import "context"

// pollEvery is how many steps pass between two looks at the context.
const pollEvery = 256

// poll looks at a context now and then, for constructions of many steps. Once it
// has ended they make no more of what they make: the result is thrown away.
type poll struct {
	ctx   context.Context
	steps int
	over  bool
}

// ended counts a step and reports whether the context was found to have ended. A
// nil poll never ends.
func (p *poll) ended() bool {
	if p == nil || p.over {
		return p != nil
	}
	if p.steps++; p.steps%pollEvery == 0 {
		p.over = p.ctx.Err() != nil
	}
	return p.over
}
