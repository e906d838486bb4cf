package source

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Object reads the keys of one mapping and reports what is missing, of the
// wrong kind, or unknown, so that a reader of a file is a list of keys. If the
// node is not a mapping, that is reported once and every key reads as absent.
// An Object is for one goroutine.
type Object struct {
	list   *List
	node   *Node
	what   string
	fields map[string]Field
	asked  map[string]bool
	all    []Field // of the node, with the keys as they are meant
	broken bool

	misspelled []int // in all; not reported yet
}

// NewObject starts to read n, which messages call what ("family body"). Nil n
// is a node that was reported already: everything reads as absent, silently.
func NewObject(f *File, n *Node, list *List, what string) *Object {
	o := &Object{list: list, node: n, what: what, asked: make(map[string]bool)}
	if n == nil || n.Kind != Mapping {
		o.broken = true
		switch {
		case n == nil, n.lost:
		case n.Kind == Null:
			list.Add(f.Defect(n.Offset, n.Width, what+" is empty", "write its keys and values"))
		default:
			list.Add(f.Defect(n.Offset, n.Width, fmt.Sprintf("%s must be a mapping of keys to values, not %s", what, n.Kind), ""))
		}
		return o
	}
	o.all = n.Fields
	o.fields = make(map[string]Field, len(n.Fields))
	for _, field := range n.Fields {
		o.fields[field.Key.Text] = field
	}
	return o
}

// Node returns the mapping itself; nil if there was none.
func (o *Object) Node() *Node { return o.node }

// Broken reports whether the node is not a mapping.
func (o *Object) Broken() bool { return o.broken }

// What returns the name of the object in messages.
func (o *Object) What() string { return o.what }

// Rename changes the name of the object in messages, once its code is
// known.
func (o *Object) Rename(what string) { o.what = what }

// Lookup returns the node of a key, which may be empty, and whether it is there.
func (o *Object) Lookup(key string) (n *Node, there bool) {
	o.asked[key] = true
	f, there := o.fields[key]
	return f.Value, there
}

// Value returns the node of a key, or nil if the key is absent or empty.
func (o *Object) Value(key string) *Node {
	n, there := o.Lookup(key)
	if !there || n.Kind == Null {
		return nil
	}
	return n
}

// String returns the text of a key and its node; "" and nil if absent.
func (o *Object) String(key string) (string, *Node) {
	n := o.Value(key)
	if n == nil {
		return "", nil
	}
	if n.Kind != Scalar {
		if !n.lost {
			o.list.Add(n.Defect(fmt.Sprintf("%s must be one value, not %s", key, n.Kind), ""))
		}
		return "", nil
	}
	return n.Text, n
}

// Required is String, and reports an absent or empty key as a defect. If
// lines of the mapping could not be read, it does not report an absent key,
// which may have stood there.
func (o *Object) Required(key string) (string, *Node) {
	text, n := o.String(key)
	if text != "" || o.broken {
		return text, n
	}
	field, present := o.fields[key]
	switch {
	case !present && o.node.lost:
	case !present:
		o.list.Add(o.node.Defect(fmt.Sprintf("%s has no %s", o.what, key), fmt.Sprintf("add the key %s:", key)))
	case field.Value.Kind == Null && field.Value.Text != "":
		o.list.Add(field.Value.Defect(fmt.Sprintf("%s of %s is %s, which YAML reads as nothing", key, o.what, field.Value.Text),
			fmt.Sprintf("write %q in quotes if it is meant as text", field.Value.Text)))
	case field.Value.Kind == Null || field.Value.Kind == Scalar:
		o.list.Add(field.Key.Defect(fmt.Sprintf("%s of %s is empty", key, o.what), ""))
	}
	return "", nil
}

// Bool returns the truth value of a key; absent reads as false.
func (o *Object) Bool(key string) (bool, *Node) {
	text, n := o.String(key)
	if n == nil {
		return false, nil
	}
	switch text {
	case "true", "True", "TRUE", "yes", "Yes", "YES":
		return true, n
	case "false", "False", "FALSE", "no", "No", "NO":
		return false, n
	}
	o.list.Add(n.Defect(fmt.Sprintf("%s must be true or false, not %s", key, text), ""))
	return false, nil
}

// Int returns the whole number of a key; absent reads as 0.
func (o *Object) Int(key string) (int64, *Node) {
	text, n := o.String(key)
	if n == nil {
		return 0, nil
	}
	v, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		o.list.Add(n.Defect(fmt.Sprintf("%s must be a whole number, not %s", key, text), ""))
		return 0, nil
	}
	return v, n
}

// Strings returns the scalars of a key that holds a list, or one value alone.
// Items that are not scalars are reported and left out.
func (o *Object) Strings(key string) []*Node {
	n := o.Value(key)
	if n == nil {
		return nil
	}
	items := []*Node{n}
	if n.Kind == Sequence {
		items = n.Items
	}
	var out []*Node
	for _, item := range items {
		if item.Kind != Scalar {
			if item.lost {
				continue
			}
			o.list.Add(item.Defect(fmt.Sprintf("%s must be a list of values; this is %s", key, item.Kind), ""))
			continue
		}
		out = append(out, item)
	}
	return out
}

// Items returns the nodes of a key that holds a list; absent reads as empty.
func (o *Object) Items(key string) []*Node {
	n := o.Value(key)
	if n == nil {
		return nil
	}
	if n.Kind != Sequence {
		if n.lost {
			return nil
		}
		o.list.Add(n.Defect(fmt.Sprintf("%s must be a list, not %s", key, n.Kind), "start each item on its own line with \"- \""))
		return nil
	}
	return n.Items
}

// Unread returns the fields that were not asked for yet, in file order.
func (o *Object) Unread() (fields []Field) {
	for _, f := range o.all {
		if !o.asked[f.Key.Text] {
			fields = append(fields, f)
		}
	}
	return fields
}

// Rest returns the fields that were not asked for yet, in file order, and marks
// them as read. It reports those that [Object.Expect] found misspelled.
func (o *Object) Rest() []Field {
	if o.broken {
		return nil
	}
	o.reportMisspelled()
	out := o.Unread()
	for _, f := range out {
		o.asked[f.Key.Text] = true
	}
	return out
}

// Known returns the keys that were asked for, sorted.
func (o *Object) Known() []string { return slices.Sorted(maps.Keys(o.asked)) }

// Done reports the keys that are misspelled and those that nobody asked for. A key
// that is wrong in several mappings with the same keys is one defect.
func (o *Object) Done() {
	if o.broken {
		return
	}
	keys := strings.Join(o.Known(), ", ")
	for _, f := range o.Rest() {
		if f.Key.guessed {
			continue // its place is reported
		}
		o.list.AddOnce(unknownKey{f.Key.file, keys, f.Key.Text}, f.Key.Defect(fmt.Sprintf("unknown key %s in %s", f.Key.Text, o.what), "known keys: "+keys))
	}
}

// An unknownKey is a cause: a key that none of the mappings of one kind has.
type unknownKey struct {
	file       *File
	keys, text string // the known ones, and this
}
