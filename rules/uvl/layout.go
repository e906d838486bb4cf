package uvl

import (
	"strconv"

	"github.com/confspace/confspace/config/source"
)

// maxDepth bounds the nesting of lines, and with it every walk over a feature tree. The deepest published models have
// some 30 levels of features, so 60 of lines; the bound keeps a hostile file from exhausting the stack.
const maxDepth = 1000

// block is a line with the lines indented below it.
type block struct {
	line
	below []*block
}

// layout nests the lines of one file by their indentation. A line that returns to an indentation
// that no line above has is reported, and belongs to the nearest line above that can hold it. A
// line that is nested too deeply is reported, too, and ends the reading. Cost: one pass; no
// recursion.
func layout(f *source.File, lines []line, rep *report) (blocks []*block, ok bool) {
	root := &block{}
	stack := []*block{root} // the open lines; each is indented deeper than the one before
	indents := []int{-1}
	for i := range lines {
		b := &block{line: lines[i]}
		first := b.tokens[0]
		if i == 0 && b.indent > 0 {
			rep.add(f, first, "the first line is indented", "a section starts at the left margin")
		}
		for b.indent <= indents[len(indents)-1] {
			stack, indents = stack[:len(stack)-1], indents[:len(indents)-1]
		}
		parent := stack[len(stack)-1]
		if n := len(parent.below); n > 0 && parent.below[n-1].indent != b.indent {
			rep.add(f, first, "this indentation matches no line above",
				"indent it like the line that it follows: by "+strconv.Itoa(parent.below[n-1].indent)+" columns")
		}
		if len(stack) > maxDepth {
			rep.add(f, first, "nested deeper than "+strconv.Itoa(maxDepth)+" lines", "")
			return nil, false
		}
		parent.below = append(parent.below, b)
		stack, indents = append(stack, b), append(indents, b.indent)
	}
	return root.below, true
}
