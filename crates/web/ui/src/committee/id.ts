/** Texts of the committee's page, in Indonesian. */
export const id = {
  context: "Panitia seleksi",
};

export type Texts = typeof id;
