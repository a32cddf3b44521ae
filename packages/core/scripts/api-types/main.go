// Prints, as JSON, what the Go types of the Kubernetes API say about each field: its JSON name, its type, when it is left out,
// and how a strategic merge patch treats it. The input of generate-schema.mjs.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/client-go/kubernetes/scheme"
	apiregistration "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
)

type field struct {
	Name          string `json:"name"`
	Go            string `json:"go"`
	Type          string `json:"type"`
	OmitEmpty     bool   `json:"omitEmpty,omitempty"`
	OmitZero      bool   `json:"omitZero,omitempty"`
	PatchStrategy string `json:"patchStrategy,omitempty"`
	PatchMergeKey string `json:"patchMergeKey,omitempty"`
	Inline        bool   `json:"inline,omitempty"`
}

type definition struct {
	Kind   string  `json:"kind"`
	Elem   string  `json:"elem,omitempty"`
	Key    string  `json:"key,omitempty"`
	Custom bool    `json:"custom,omitempty"`
	IsZero bool    `json:"isZero,omitempty"`
	Go     string  `json:"go"`
	Fields []field `json:"fields,omitempty"`
}

var (
	definitions = map[string]*definition{}
	unmarshaler = reflect.TypeFor[json.Unmarshaler]()
	zeroer      = reflect.TypeFor[interface{ IsZero() bool }]()
)

func id(t reflect.Type) string {
	if t.Name() != "" {
		if t.PkgPath() == "" {
			return t.Name()
		}
		return t.PkgPath() + "." + t.Name()
	}
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + id(t.Elem())
	case reflect.Slice:
		return "[]" + id(t.Elem())
	case reflect.Map:
		return "map[" + id(t.Key()) + "]" + id(t.Elem())
	case reflect.Interface:
		return "any"
	}
	panic(t.String())
}

func visit(t reflect.Type) string {
	name := id(t)
	if _, done := definitions[name]; done {
		return name
	}
	d := &definition{Kind: t.Kind().String(), Go: t.String()}
	definitions[name] = d
	d.Custom = reflect.PointerTo(t).Implements(unmarshaler) && t.Kind() != reflect.Pointer
	d.IsZero = reflect.PointerTo(t).Implements(zeroer)
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		d.Elem = visit(t.Elem())
	case reflect.Map:
		d.Key, d.Elem = visit(t.Key()), visit(t.Elem())
	case reflect.Struct:
		if d.Custom {
			return name
		}
		for i := range t.NumField() {
			f := t.Field(i)
			tag, tagged := f.Tag.Lookup("json")
			parts := strings.Split(tag, ",")
			if parts[0] == "-" || (!f.IsExported() && !f.Anonymous) || !tagged {
				if !tagged {
					fmt.Fprintln(os.Stderr, "untagged", name, f.Name)
				}
				continue
			}
			out := field{
				Name:          parts[0],
				Go:            f.Name,
				PatchStrategy: f.Tag.Get("patchStrategy"),
				PatchMergeKey: f.Tag.Get("patchMergeKey"),
			}
			for _, option := range parts[1:] {
				out.OmitEmpty = out.OmitEmpty || option == "omitempty"
				out.OmitZero = out.OmitZero || option == "omitzero"
				if option != "omitempty" && option != "omitzero" && option != "inline" && option != "" {
					fmt.Fprintln(os.Stderr, "option", option, name, f.Name)
				}
			}
			out.Inline = f.Anonymous && parts[0] == ""
			out.Type = visit(f.Type)
			d.Fields = append(d.Fields, out)
		}
	}
	return name
}

func main() {
	utilruntime.Must(apiextensions.AddToScheme(scheme.Scheme))
	utilruntime.Must(apiregistration.AddToScheme(scheme.Scheme))
	kinds := map[string]string{}
	for _, arg := range os.Args[1:] {
		gvk := strings.Split(arg, " ")
		gv, err := schema.ParseGroupVersion(gvk[0])
		utilruntime.Must(err)
		object, err := scheme.Scheme.New(gv.WithKind(gvk[1]))
		utilruntime.Must(err)
		kinds[arg] = visit(reflect.TypeOf(object).Elem())
	}
	kinds["v1 Status"] = visit(reflect.TypeFor[metav1.Status]())
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", " ")
	utilruntime.Must(encoder.Encode(map[string]any{"kinds": kinds, "definitions": definitions}))
}
