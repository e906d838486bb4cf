package rules

import (
	"fmt"
	"iter"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// lookupMember returns the option of a family with a code; if there is none,
// what is wrong and what to do about it.
func lookupMember(cat *config.Catalog, f config.FamilyID, code string, list *source.List) (o config.OptionID, msg, hint string) {
	family := cat.Family(f)
	o, ok := cat.LookupOption(code)
	switch {
	case !ok:
		return o, "unknown option " + code, list.DidYouMean(code, optionCodes(cat, f))
	case cat.Option(o).Family != f:
		return o, fmt.Sprintf("%s is not an option of family %s", code, family.Code),
			fmt.Sprintf("%s is an option of family %s", code, cat.Family(cat.Option(o).Family).Code)
	}
	return o, "", ""
}

// lookupFamily returns the family with a code; if there is none, what is wrong
// and what to do about it, which is not to use a code that is taken.
func lookupFamily(cat *config.Catalog, code string, list *source.List, taken func(code string) bool) (f config.FamilyID, msg, hint string) {
	if f, ok := cat.LookupFamily(code); ok {
		return f, "", ""
	}
	if o, ok := cat.LookupOption(code); ok {
		family := cat.Family(cat.Option(o).Family).Code
		return config.NoFamily, fmt.Sprintf("%s is an option, not a family", code), "its family is " + family
	}
	return config.NoFamily, "unknown family " + code, list.DidYouMean(code, source.Except(familyCodes(cat), taken))
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
