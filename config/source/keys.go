package source

import "slices"

// Keys are the keys that a mapping may have. It is immutable.
type Keys struct {
	ordered []string
	known   map[string]bool
	lists   map[string]bool // nil = not told
}

// NewKeys returns keys; among equally near ones the first is suggested.
func NewKeys(keys ...string) *Keys {
	return &Keys{ordered: slices.Clone(keys), known: set(keys)}
}

// Lists returns the keys with the word which of them hold lists: a list under an
// unknown key is meant for one of these.
func (k Keys) Lists(keys ...string) *Keys {
	k.lists = set(keys)
	return &k
}

func set(keys []string) map[string]bool {
	m := make(map[string]bool, len(keys))
	for _, key := range keys {
		m[key] = true
	}
	return m
}

// misspelled is the cause of the defects of one misspelled key, in all mappings
// of a file.
type misspelled struct {
	file       *File
	key, meant string
}

// Expect says which keys the object may have, before any of them is read. An unknown key that
// is near to a missing one, or short for it, reads as that key, so that the mistake is
// reported once. [Object.Rest] and [Object.Done] report it.
func (o *Object) Expect(keys *Keys) {
	if o.broken {
		return
	}
	for i, f := range o.node.Fields {
		if keys.known[f.Key.Text] || f.Key.guessed {
			continue
		}
		meant, near := o.list.meant(f.Key.Text, Except(slices.Values(keys.ordered), func(key string) bool {
			_, there := o.fields[key]
			return there || f.Value.Kind == Sequence && keys.lists != nil && !keys.lists[key]
		}))
		if !near {
			continue
		}
		if len(o.misspelled) == 0 {
			o.all = slices.Clone(o.all)
		}
		key := *f.Key
		key.Text = meant
		o.all[i] = Field{&key, f.Value}
		o.fields[meant] = o.all[i]
		o.misspelled = append(o.misspelled, i)
	}
}

// reportMisspelled reports the keys that Expect read as others.
func (o *Object) reportMisspelled() {
	for _, i := range o.misspelled {
		key, meant := o.node.Fields[i].Key, o.all[i].Key.Text
		d := key.Defect("unknown key "+key.Text+" in "+o.what, "did you mean "+meant+"?")
		o.list.AddOnce(misspelled{key.file, key.Text, meant}, d)
	}
	o.misspelled = nil
}
