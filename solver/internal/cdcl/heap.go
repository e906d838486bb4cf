package cdcl

import "github.com/confspace/confspace/solver/internal/cnf"

// heap orders open variables by activity, the lower number first among equals.
// It may hold assigned variables too, which are skipped when they surface.
type heap struct {
	activity []float64 // the solver's
	order    []cnf.Var
	place    []int32 // by variable: 1 + index in order, 0 when absent
}

func (h *heap) init(activity []float64) {
	h.activity, h.order = activity, h.order[:0]
	if h.place == nil {
		h.place = make([]int32, len(activity))
	}
	for v := 1; v < len(activity); v++ {
		h.order = append(h.order, cnf.Var(v))
		h.place[v] = int32(v)
	}
}

func (h *heap) before(a, b cnf.Var) bool {
	if x, y := h.activity[a], h.activity[b]; x != y {
		return x > y
	}
	return a < b
}

func (h *heap) insert(v cnf.Var) {
	if h.place[v] == 0 {
		h.order = append(h.order, v)
		h.place[v] = int32(len(h.order))
		h.raise(v)
	}
}

// raise restores the order after v became more active.
func (h *heap) raise(v cnf.Var) {
	i := int(h.place[v]) - 1
	if i < 0 {
		return
	}
	for i > 0 {
		up := (i - 1) / 2
		if !h.before(v, h.order[up]) {
			break
		}
		h.set(i, h.order[up])
		i = up
	}
	h.set(i, v)
}

func (h *heap) set(i int, v cnf.Var) {
	h.order[i] = v
	h.place[v] = int32(i) + 1
}

// pop removes the most active variable, 0 when there is none.
func (h *heap) pop() cnf.Var {
	if len(h.order) == 0 {
		return 0
	}
	top := h.order[0]
	h.place[top] = 0
	last := h.order[len(h.order)-1]
	h.order = h.order[:len(h.order)-1]
	if last == top {
		return top
	}
	i := 0
	for {
		down := 2*i + 1
		if down >= len(h.order) {
			break
		}
		if down+1 < len(h.order) && h.before(h.order[down+1], h.order[down]) {
			down++
		}
		if !h.before(h.order[down], last) {
			break
		}
		h.set(i, h.order[down])
		i = down
	}
	h.set(i, last)
	return top
}
