import type { Inline, Item, Paper, RichText } from "../../api/candidate.ts";
import { catalogue } from "../../i18n/catalogue.ts";

/** Three items of the three kinds, made for practising; none of them is in any bank. */

const text = (words: string): RichText => [{ kind: "paragraph", children: [{ kind: "text", text: words }] }];

function item(id: string, stem: RichText, options: readonly string[]): Item {
  return {
    id,
    stem: [...stem],
    picture: null,
    options: options.map((words, at) => ({ id: `${id}-${at}`, text: [...text(words)], picture: null })),
  };
}

const formula: Inline = {
  kind: "formula",
  tex: "\\frac{3}{4} + \\frac{1}{8}",
  display: false,
  mathml:
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mn>3</mn><mn>4</mn></mfrac><mo>+</mo><mfrac><mn>1</mn><mn>8</mn></mfrac></math>',
  spoken: { id: "tiga per empat ditambah satu per delapan", en: "three quarters plus one eighth" },
};

function sum(before: string, after: string): RichText {
  const runs: Inline[] = [{ kind: "text", text: before }, formula, { kind: "text", text: after }];
  return [{ kind: "paragraph", children: runs }];
}

const PARTS = ["5/8", "7/8", "1", "9/8", "4/12"];

const id: Paper = {
  sections: [
    {
      sub_test: "twk",
      items: [
        item("latihan-1", text("Lambang negara Republik Indonesia adalah …"), [
          "Garuda Pancasila",
          "Rajawali",
          "Banteng",
          "Pohon beringin",
          "Padi dan kapas",
        ]),
      ],
    },
    { sub_test: "tiu", items: [item("latihan-2", sum("Hasil dari ", " adalah …"), PARTS)] },
    {
      sub_test: "tkp",
      items: [
        item(
          "latihan-3",
          text("Rekan kerja Anda belum memahami aplikasi baru di kantor. Yang Anda lakukan adalah …"),
          [
            "Menawarkan waktu untuk belajar bersama setelah jam pelayanan.",
            "Menunggu sampai ia bertanya.",
            "Menyarankan agar ia membaca buku petunjuk.",
            "Mengerjakan bagiannya agar pekerjaan cepat selesai.",
            "Melaporkannya kepada atasan.",
          ],
        ),
      ],
    },
  ],
};

const en: Paper = {
  sections: [
    {
      sub_test: "twk",
      items: [
        item("latihan-1", text("The national emblem of the Republic of Indonesia is the …"), [
          "Garuda Pancasila",
          "Hawk",
          "Bull",
          "Banyan tree",
          "Rice and cotton",
        ]),
      ],
    },
    { sub_test: "tiu", items: [item("latihan-2", sum("What is ", "?"), PARTS)] },
    {
      sub_test: "tkp",
      items: [
        item("latihan-3", text("A colleague does not understand the new program at the office yet. You …"), [
          "Offer time to learn it together after service hours.",
          "Wait until you are asked.",
          "Suggest reading the manual.",
          "Do the colleague's part, so that the work is finished sooner.",
          "Report it to your superior.",
        ]),
      ],
    },
  ],
};

export const practice = catalogue(id, async () => en);
