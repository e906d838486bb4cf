// Package tell words the errors of bills and lines when an order finds none,
// or two, where it needs one: the contenders with their conditions, and the
// options that these conditions name, which the order has or lacks.
package tell

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// Errors is many errors as one; errors.As finds each.
type Errors []error

// Join returns nil if there are no errors.
func Join(errs []error) error {
	if len(errs) == 0 {
		return nil
	}
	return Errors(errs)
}

// Error returns the errors one below the other, of very many the first hundred.
func (es Errors) Error() string {
	lines := make([]string, min(len(es), source.MaxDefects))
	for i := range lines {
		lines[i] = es[i].Error()
	}
	if rest := len(es) - len(lines); rest > 0 {
		lines = append(lines, fmt.Sprintf("... and %d more", rest))
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the single errors.
func (es Errors) Unwrap() []error { return es }

// A Contender is one of several candidates, of which a position or a part
// needs one.
type Contender struct {
	Taken       bool
	Code, Name  string
	When        rules.Expr
	Effectivity config.Effectivity
	Note        string // on the effectivity
	Place       source.Place
}

// String returns one line: whether it is taken, its code, when it applies, and
// where that is written.
func (c Contender) String() string {
	mark := "-"
	if c.Taken {
		mark = "+"
	}
	s := mark + " " + c.Code
	if c.Name != "" {
		s += " " + c.Name
	}
	s += ": " + condition.Text(c.When)
	if !c.Effectivity.Always() {
		s += "; effective " + c.Effectivity.String() + c.Note
	}
	if c.Place.IsValid() {
		s += " (" + c.Place.String() + ")"
	}
	return s
}

// Facts returns the options named by conditions that an order has and those
// that it lacks, in catalog order. If a family takes at most one option, its
// chosen option is given in place of the options that it lacks. named is
// sorted in place.
func Facts(cat *config.Catalog, sel *config.Selection, named []config.OptionID) (takes, lacks []string) {
	slices.Sort(named)
	named = slices.Compact(named)
	var has []config.OptionID
	for _, o := range named {
		if sel.IsChosen(o) {
			has = append(has, o)
			continue
		}
		lacks = append(lacks, cat.Code(o))
		if family := cat.Family(cat.Option(o).Family); family.Select.Max == 1 {
			for _, other := range family.Options {
				if sel.IsChosen(other) {
					has = append(has, other)
				}
			}
		}
	}
	slices.Sort(has)
	for _, o := range slices.Compact(has) {
		takes = append(takes, cat.Code(o))
	}
	return takes, lacks
}

// WriteFacts writes the lines of the options that the order has and lacks.
func WriteFacts(b *strings.Builder, takes, lacks []string) {
	if len(takes) > 0 {
		fmt.Fprintf(b, "\n    the order has %s", codes(takes))
	}
	if len(lacks) > 0 {
		fmt.Fprintf(b, "\n    the order does not have %s", codes(lacks))
	}
}

// codes joins codes, and only counts those that are too many to read.
func codes(list []string) string {
	const shown = 20
	if len(list) > shown {
		return fmt.Sprintf("%s and %d more", strings.Join(list[:shown], ", "), len(list)-shown)
	}
	return strings.Join(list, ", ")
}

// CodeFault returns the fault of a code, or "".
func CodeFault(what, code string) string {
	switch {
	case code == "":
		return "the " + what + " is missing"
	case len(code) > config.MaxCode:
		return fmt.Sprintf("the %s is longer than %d bytes", what, config.MaxCode)
	case strings.TrimSpace(code) != code:
		return fmt.Sprintf("the %s %q begins or ends with a space", what, code)
	case strings.ContainsFunc(code, source.Unprintable):
		return unprintable(what, code)
	}
	return ""
}

// NameFault returns the fault of a text that a file must give back as it is, or
// "". Texts of some languages need characters that no code has.
func NameFault(what, text string) string {
	switch {
	case strings.Trim(text, " ") != text:
		return fmt.Sprintf("the %s %q begins or ends with a space", what, text)
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp) }):
		return unprintable(what, text)
	}
	return ""
}

func unprintable(what, text string) string {
	return fmt.Sprintf("the %s %q has characters that cannot be printed", what, text)
}

// Visible returns a text with escapes in place of characters that cannot be
// printed, for messages about wrong codes.
func Visible(text string) string {
	if !strings.ContainsFunc(text, source.Unprintable) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if source.Unprintable(r) {
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
