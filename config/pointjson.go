package config

import "github.com/confspace/confspace/config/source/jsonw"

// AppendJSON appends what json.Marshal gives: the members date, serial and plant,
// each if it is given.
func (p Point) AppendJSON(dst []byte) []byte {
	return append(p.appendMembers(append(dst, '{')), '}')
}

// UnmarshalJSON reads what json.Marshal writes; an unknown key is an error.
func (p *Point) UnmarshalJSON(text []byte) error {
	type point Point
	q := point{}
	if err := jsonw.Strict(text, &q); err != nil {
		return err
	}
	*p = Point(q)
	return nil
}

// UnmarshalJSON reads what json.Marshal writes; an unknown key, and what
// [Effectivity.Validate] refuses, is an error.
func (e *Effectivity) UnmarshalJSON(text []byte) error {
	type effectivity Effectivity
	f := effectivity{}
	if err := jsonw.Strict(text, &f); err != nil {
		return err
	}
	if err := Effectivity(f).Validate(); err != nil {
		return err
	}
	*e = Effectivity(f)
	return nil
}

func (p Point) appendMembers(dst []byte) []byte {
	dst = optDate(dst, "date", p.Date)
	dst = jsonw.OptUint(dst, "serial", p.Serial)
	return jsonw.OptString(dst, "plant", p.Plant)
}

// AppendJSON appends what json.Marshal gives: the members from, until, from_serial,
// until_serial and plants, each if it limits.
func (e Effectivity) AppendJSON(dst []byte) []byte {
	dst = optDate(append(dst, '{'), "from", e.From)
	dst = optDate(dst, "until", e.Until)
	dst = jsonw.OptUint(dst, "from_serial", e.FromSerial)
	dst = jsonw.OptUint(dst, "until_serial", e.UntilSerial)
	return append(jsonw.OptStrings(dst, "plants", e.Plants), '}')
}

func optDate(dst []byte, key string, d Date) []byte {
	if d == 0 {
		return dst
	}
	return jsonw.Text(dst, key, d)
}
