package rules

import (
	"fmt"
	"iter"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// A fault says what is wrong with a name and what to do about it, and holds the
// cause that it shares with other places. The zero fault is none.
type fault struct {
	msg, hint string
	cause     any
}

// wrongName is the cause of faults that say the same of one name.
type wrongName struct{ msg string }

// unknownName is the cause of the faults of one name that nothing declares. A code
// is looked for among options, families or both: it is one mistake wherever it
// stands.
type unknownName struct{ kind, name string }

func unknownCode(kind, code, hint string) fault {
	return fault{"unknown " + kind + " " + code, hint, unknownName{"code", code}}
}

func misplacedCode(msg, hint string) fault { return fault{msg, hint, wrongName{msg}} }

// lookupMember returns the option of a family with a code, or the fault of
// the code.
func lookupMember(cat *config.Catalog, f config.FamilyID, code string, list *source.List) (config.OptionID, fault) {
	family := cat.Family(f)
	o, ok := cat.LookupOption(code)
	switch {
	case !ok:
		return o, unknownCode("option", code, list.DidYouMean(code, optionCodes(cat, f)))
	case cat.Option(o).Family != f:
		return o, misplacedCode(fmt.Sprintf("%s is not an option of family %s", code, family.Code),
			fmt.Sprintf("%s is an option of family %s", code, cat.Family(cat.Option(o).Family).Code))
	}
	return o, fault{}
}

// lookupFamily returns the family with a code, or the fault of the code. The hint
// names no code that is taken.
func lookupFamily(cat *config.Catalog, code string, list *source.List, taken func(code string) bool) (config.FamilyID, fault) {
	if f, ok := cat.LookupFamily(code); ok {
		return f, fault{}
	}
	if o, ok := cat.LookupOption(code); ok {
		family := cat.Family(cat.Option(o).Family).Code
		return config.NoFamily, misplacedCode(code+" is an option, not a family", "its family is "+family)
	}
	return config.NoFamily, unknownCode("family", code, list.DidYouMean(code, source.Except(familyCodes(cat), taken)))
}

// familyCodes returns the codes of all families by id.
func familyCodes(cat *config.Catalog) iter.Seq[string] {
	return func(yield func(string) bool) {
		for f := range cat.NumFamilies() {
			if !yield(cat.Family(config.FamilyID(f)).Code) {
				return
			}
		}
	}
}

// optionCodes returns the codes of a family's options by id.
func optionCodes(cat *config.Catalog, f config.FamilyID) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, o := range cat.Family(f).Options {
			if !yield(cat.Code(o)) {
				return
			}
		}
	}
}
