package uvl

import (
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// maxValues bounds the attribute table of a catalog, which has a place for every attribute of every option.
const maxValues = 1 << 26

// catalog makes the model's catalog: a feature is an option, a group is a family below it.
func (m *model) catalog() *config.Catalog {
	main := m.scopes[0].doc
	product := m.members[0].code
	if main.namespace != nil {
		product = main.namespace.String()
	}
	if len(m.numbers)*len(m.members) > maxValues {
		m.rep.list.Add(main.file.Whole("the model has more than "+strconv.Itoa(maxValues)+" attribute values",
			strconv.Itoa(len(m.numbers))+" numeric attributes of "+strconv.Itoa(len(m.members))+" features"))
		return nil
	}
	b := config.NewBuilder(product)
	for _, v := range m.numbers {
		b.Attribute(config.AttributeSpec{Name: v.name, Place: v.place})
	}
	codes := m.familyCodes()
	for i, f := range m.families {
		parent := ""
		if f.parent >= 0 {
			parent = m.members[f.parent].code
		}
		b.Family(config.FamilySpec{Code: codes[i], Parent: parent, Select: f.choice, Place: m.rep.position(f.file, f.token)})
	}
	for _, o := range m.members {
		b.Option(config.OptionSpec{
			Family: codes[o.family], Code: o.code, Values: o.values(), Place: m.rep.position(o.scope.doc.file, o.token),
		})
	}
	cat, err := b.Build()
	m.addErrors(err)
	return cat
}

// values are the numeric attributes; nil if there are none.
func (o *member) values() map[string]config.Quantity {
	var values map[string]config.Quantity
	for name, a := range o.attributes {
		if a.kind == numeric {
			if values == nil {
				values = map[string]config.Quantity{}
			}
			values[name] = config.Quantity{Amount: a.value}
		}
	}
	return values
}

// addErrors reports the defects of a package that knows places but not their text.
func (m *model) addErrors(err error) {
	defects, ok := err.(source.Defects)
	if !ok {
		m.rep.list.AddError(source.Place{File: m.scopes[0].doc.file.Name}, err)
		return
	}
	for _, d := range defects {
		if f := m.file(d.Place.File); f != nil && d.Excerpt == "" && d.Place.IsValid() {
			d = f.Defect(f.Offset(d.Place.Line, d.Place.Column), d.Width, d.Msg, d.Hint)
		}
		m.rep.list.Add(d)
	}
}

func (m *model) file(name string) *source.File {
	for _, s := range m.scopes {
		if s.doc.file.Name == name {
			return s.doc.file
		}
	}
	return nil
}

// familyCodes names each group after its feature and kind: Engine:alternative, and Engine:alternative2 for the second
// one. The names avoid those of the features and fit into config.MaxCode.
func (m *model) familyCodes() []string {
	codes := make([]string, len(m.families))
	taken := make(map[string]bool, len(m.families))
	next := make(map[string]int, len(m.families))
	for i, f := range m.families {
		stem := shorten(m.members[0].code) + ":root"
		if f.parent >= 0 {
			stem = shorten(m.members[f.parent].code) + ":" + f.kind.String()
		}
		for {
			next[stem]++
			codes[i] = stem
			if n := next[stem]; n > 1 {
				codes[i] += strconv.Itoa(n)
			}
			if _, feature := m.index[codes[i]]; !feature && !taken[codes[i]] {
				break
			}
		}
		taken[codes[i]] = true
	}
	return codes
}

// shorten leaves room for a kind and a number behind a code.
func shorten(code string) string {
	const room = len(":alternative") + 8
	if len(code) <= config.MaxCode-room {
		return code
	}
	code = code[:config.MaxCode-room]
	for !utf8.ValidString(code) {
		code = code[:len(code)-1]
	}
	return strings.TrimSpace(code)
}

// near is the nearest name that can be written in the scope: the same name of an imported file, or
// else one spelled alike.
func (m *model) near(s *scope, word string) string {
	if m.hints < source.MaxDefects {
		for _, o := range m.members {
			if rest, ok := strings.CutPrefix(o.code, s.prefix); ok && strings.HasSuffix(rest, "."+word) {
				m.hints++
				return "did you mean " + rest + "?"
			}
		}
	}
	return m.didYouMean(word, func(yield func(string) bool) {
		for _, o := range m.members {
			if rest, ok := strings.CutPrefix(o.code, s.prefix); ok && !yield(rest) {
				return
			}
		}
	})
}

// didYouMean is a hint for an unknown name. Each hint compares every known name, so only defects
// that are shown get one.
func (m *model) didYouMean(word string, known iter.Seq[string]) string {
	if m.hints++; m.hints > source.MaxDefects || len(word) > 2*config.MaxCode {
		return ""
	}
	return source.DidYouMean(word, known)
}
