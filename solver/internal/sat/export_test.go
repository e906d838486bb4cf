package sat

import "context"

// Answer is what Solve returns for a result of the engine.
func (s *Solver) Answer(ctx context.Context, result int) (bool, error) {
	return s.answer(ctx, result, nil)
}

// SearchWithoutEngine searches where there is nothing to search with.
func SearchWithoutEngine(ctx context.Context) { new(Solver).search(ctx) }
