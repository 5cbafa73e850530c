package scoring

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// fits returns an error if encoding/json would decode value, which must be JSON,
// into a target without an error and yet lose part of it: null into a number, an
// array into a Go array of another length, or a member into a field whose name
// differs in case. Whether types match is left to encoding/json.
func fits(value json.RawMessage, target reflect.Type) error {
	null := value[0] == 'n'
	switch kind := target.Kind(); {
	case null && kind != reflect.Pointer && kind != reflect.Interface && kind != reflect.Slice && kind != reflect.Map:
		if !decodesItself(target) {
			return fmt.Errorf("null does not fit %v", target)
		}
		return nil
	case null, !isComposite(kind), decodesItself(target):
		return nil
	case kind == reflect.Pointer:
		return fits(value, target.Elem())
	case kind == reflect.Map:
		return membersFit(value, func(string) (reflect.Type, error) { return target.Elem(), nil })
	case kind == reflect.Struct:
		fields := fieldsOf(target)
		return membersFit(value, func(name string) (reflect.Type, error) { return fieldNamed(name, fields) })
	default:
		return elementsFit(value, target)
	}
}

// isComposite reports whether values of a kind contain others.
func isComposite(kind reflect.Kind) bool {
	switch kind {
	case reflect.Pointer, reflect.Map, reflect.Struct, reflect.Slice, reflect.Array:
		return true
	default:
		return false
	}
}

// decodesItself reports whether a type has its own way to be decoded.
func decodesItself(target reflect.Type) bool {
	pointer := reflect.PointerTo(target)
	return pointer.Implements(reflect.TypeFor[json.Unmarshaler]()) ||
		pointer.Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

func elementsFit(value json.RawMessage, target reflect.Type) error {
	var elements []json.RawMessage
	if value[0] != '[' || json.Unmarshal(value, &elements) != nil {
		return nil //nolint:nilerr // whether types match is left to encoding/json
	}
	if target.Kind() == reflect.Array && len(elements) != target.Len() {
		return fmt.Errorf("an array of %d elements does not fit %v", len(elements), target)
	}
	for i, element := range elements {
		if err := fits(element, target.Elem()); err != nil {
			return fmt.Errorf("element %d (counted from 0): %w", i, err)
		}
	}
	return nil
}

// membersFit checks each member of an object. typeOf returns the type that a
// member is decoded into, or nil if it is ignored.
func membersFit(value json.RawMessage, typeOf func(name string) (reflect.Type, error)) error {
	for name, member := range membersOf(value) {
		target, err := typeOf(name)
		if err == nil && target != nil {
			err = fits(member, target)
		}
		if err != nil {
			return fmt.Errorf("member %q: %w", name, err)
		}
	}
	return nil
}

// fieldNamed returns the type of the field that a member is decoded into, or nil
// if there is none.
func fieldNamed(name string, fields map[string]reflect.Type) (reflect.Type, error) {
	if target, found := fields[name]; found {
		return target, nil
	}
	for field := range fields {
		if strings.EqualFold(field, name) {
			return nil, fmt.Errorf("the name differs in case from that of field %q", field)
		}
	}
	return nil, nil //nolint:nilnil // documented: a member without a field
}

// fieldsOf returns the types of the fields of a struct, those of embedded structs
// included, by the names of their members.
func fieldsOf(target reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for _, field := range reflect.VisibleFields(target) {
		tag := field.Tag.Get("json")
		name, _, _ := strings.Cut(tag, ",")
		switch {
		case tag == "-", !field.IsExported(), field.Anonymous && name == "":
			continue
		case name == "":
			name = field.Name
		}
		fields[name] = field.Type
	}
	return fields
}
